"""Which converter speaks for which class. Only the exact classes: a subclass may differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from armillary.conversion.steps import (
    boosting,
    compose,
    encode,
    extreme,
    features,
    forests,
    impute,
    kernels,
    light,
    linear,
    meta,
    neural,
    scale,
)
from armillary.conversion.table import Context, Table, Text, Votes

Transform = Callable[[Context, Any, Table], Table]
Classify = Callable[[Context, Any, Table], Votes]
Regress = Callable[[Context, Any, Table], str]
T = TypeVar("T")

_SELECTORS = (
    "VarianceThreshold",
    "SelectKBest",
    "SelectPercentile",
    "SelectFdr",
    "SelectFpr",
    "SelectFwe",
    "GenericUnivariateSelect",
    "SelectFromModel",
    "RFE",
    "RFECV",
    "SequentialFeatureSelector",
)

TRANSFORMS: dict[str, Transform] = {
    "sklearn.Pipeline": compose.pipeline,
    "sklearn.ColumnTransformer": compose.columns,
    "sklearn.FeatureUnion": compose.union,
    "sklearn.StandardScaler": scale.standard,
    "sklearn.MinMaxScaler": scale.min_max,
    "sklearn.MaxAbsScaler": scale.max_abs,
    "sklearn.RobustScaler": scale.robust,
    "sklearn.SimpleImputer": impute.simple,
    "sklearn.MissingIndicator": impute.indicator,
    "sklearn.OneHotEncoder": encode.one_hot,
    "sklearn.OrdinalEncoder": encode.ordinal,
    "sklearn.TargetEncoder": encode.target,
    "sklearn.Normalizer": features.normalizer,
    "sklearn.PolynomialFeatures": features.polynomial,
    "sklearn.PCA": features.principal,
    "sklearn.TruncatedSVD": features.principal,
    "sklearn.Binarizer": features.binarizer,
    "sklearn.KBinsDiscretizer": features.bins,
    "sklearn.FunctionTransformer": features.function,
    **{f"sklearn.{name}": features.selected for name in _SELECTORS},
}

CLASSIFIERS: dict[str, Classify] = {
    "sklearn.LogisticRegression": linear.logistic,
    "sklearn.LogisticRegressionCV": linear.logistic,
    "sklearn.SGDClassifier": linear.stochastic,
    "sklearn.RidgeClassifier": linear.plain_classifier,
    "sklearn.RidgeClassifierCV": linear.plain_classifier,
    "sklearn.LinearSVC": linear.plain_classifier,
    "sklearn.Perceptron": linear.plain_classifier,
    "sklearn.LinearDiscriminantAnalysis": linear.discriminant,
    "sklearn.GaussianNB": linear.gaussian_bayes,
    "sklearn.MultinomialNB": linear.multinomial_bayes,
    "sklearn.BernoulliNB": linear.bernoulli_bayes,
    "sklearn.DecisionTreeClassifier": forests.classifier,
    "sklearn.ExtraTreeClassifier": forests.classifier,
    "sklearn.RandomForestClassifier": forests.classifier,
    "sklearn.ExtraTreesClassifier": forests.classifier,
    "sklearn.GradientBoostingClassifier": boosting.boosting_classifier,
    "sklearn.HistGradientBoostingClassifier": boosting.histogram_classifier,
    "sklearn.IsolationForest": forests.isolation,
    "sklearn.MLPClassifier": neural.classifier,
    "sklearn.SVC": kernels.classifier,
    "sklearn.NuSVC": kernels.classifier,
    "sklearn.KMeans": kernels.clusters,
    "sklearn.MiniBatchKMeans": kernels.clusters,
    "sklearn.VotingClassifier": meta.voting_classifier,
    "sklearn.StackingClassifier": meta.stacking_classifier,
    "sklearn.BaggingClassifier": meta.bagging_classifier,
    "sklearn.AdaBoostClassifier": meta.adaptive_classifier,
    "sklearn.OneVsRestClassifier": meta.one_versus_rest,
    "sklearn.CalibratedClassifierCV": meta.calibrated,
    "lightgbm.LGBMClassifier": light.classifier,
    "xgboost.XGBClassifier": extreme.classifier,
    "xgboost.XGBRFClassifier": extreme.classifier,
}

_LINEAR_REGRESSORS = (
    "LinearRegression",
    "Ridge",
    "RidgeCV",
    "Lasso",
    "LassoCV",
    "LassoLars",
    "ElasticNet",
    "ElasticNetCV",
    "BayesianRidge",
    "ARDRegression",
    "HuberRegressor",
    "SGDRegressor",
    "LinearSVR",
    "QuantileRegressor",
    "TheilSenRegressor",
    "Lars",
    "OrthogonalMatchingPursuit",
)

REGRESSORS: dict[str, Regress] = {
    **{f"sklearn.{name}": linear.regressor for name in _LINEAR_REGRESSORS},
    "sklearn.PoissonRegressor": linear.logarithmic_regressor,
    "sklearn.GammaRegressor": linear.logarithmic_regressor,
    "sklearn.TweedieRegressor": linear.logarithmic_regressor,
    "sklearn.DecisionTreeRegressor": forests.regressor,
    "sklearn.ExtraTreeRegressor": forests.regressor,
    "sklearn.RandomForestRegressor": forests.regressor,
    "sklearn.ExtraTreesRegressor": forests.regressor,
    "sklearn.GradientBoostingRegressor": boosting.boosting_regressor,
    "sklearn.HistGradientBoostingRegressor": boosting.histogram_regressor,
    "sklearn.MLPRegressor": neural.regressor,
    "sklearn.SVR": kernels.regressor,
    "sklearn.NuSVR": kernels.regressor,
    "sklearn.VotingRegressor": meta.voting_regressor,
    "sklearn.StackingRegressor": meta.stacking_regressor,
    "sklearn.BaggingRegressor": meta.bagging_regressor,
    "sklearn.TransformedTargetRegressor": meta.transformed_target,
    "lightgbm.LGBMRegressor": light.regressor,
    "xgboost.XGBRegressor": extreme.regressor,
    "xgboost.XGBRFRegressor": extreme.regressor,
}

_SEARCHES = (
    "sklearn.GridSearchCV",
    "sklearn.RandomizedSearchCV",
    "sklearn.HalvingGridSearchCV",
    "sklearn.HalvingRandomSearchCV",
)

_TOKENS = "cuts text into words, which no operator that the server runs can do"
_NEIGHBOURS = "compares with every training row and breaks ties as the machine happens to round"
_REASONS: dict[str, tuple[str, str]] = {
    "sklearn.TfidfVectorizer": (_TOKENS, "Send features of the text instead of the text"),
    "sklearn.CountVectorizer": (_TOKENS, "Send features of the text instead of the text"),
    "sklearn.HashingVectorizer": (_TOKENS, "Send features of the text instead of the text"),
    "sklearn.KNeighborsClassifier": (_NEIGHBOURS, "Use a forest or an SVC"),
    "sklearn.KNeighborsRegressor": (_NEIGHBOURS, "Use a forest or an SVR"),
    "sklearn.KNNImputer": (_NEIGHBOURS, "Use SimpleImputer"),
}


def class_key(step: Any) -> str:
    """``library.Class`` of a step."""
    kind = type(step)
    return f"{kind.__module__.split('.')[0]}.{kind.__name__}"


def unwrapped(step: Any) -> Any:
    """A search stands for the best estimator it found."""
    while class_key(step) in _SEARCHES:
        step = step.best_estimator_
    return step


def final_estimator(step: Any) -> Any:
    """The estimator that answers in the end."""
    step = unwrapped(step)
    while class_key(step) == "sklearn.Pipeline":
        step = unwrapped(step.steps[-1][1])
    return step


class Dispatch:
    """The converters of all steps; see ``table.Converters``."""

    def transform(self, context: Context, step: Any, table: Table) -> Table:
        step = unwrapped(step)
        if step is None or (isinstance(step, str) and step == "passthrough"):
            return table
        if _only_checks(step):
            return table
        converter = TRANSFORMS.get(class_key(step))
        if converter is None:
            raise _unsupported(context, step)
        return _with_numbers(context, step, table, converter)

    def classify(self, context: Context, step: Any, table: Table) -> Votes:
        step = unwrapped(step)
        if class_key(step) == "sklearn.Pipeline":
            return self.classify(*compose.before_last(context, step, table))
        converter = CLASSIFIERS.get(class_key(step))
        if converter is None:
            raise _unsupported(context, step)
        return _with_numbers(context, step, table, converter)

    def regress(self, context: Context, step: Any, table: Table) -> str:
        step = unwrapped(step)
        if class_key(step) == "sklearn.Pipeline":
            return self.regress(*compose.before_last(context, step, table))
        converter = REGRESSORS.get(class_key(step))
        if converter is None:
            raise _unsupported(context, step)
        return _with_numbers(context, step, table, converter)


def _with_numbers(
    context: Context, step: Any, table: Table, converter: Callable[[Context, Any, Table], T]
) -> T:
    try:
        return converter(context, step, table)
    except TypeError as error:
        texts = [c.source for c in table.columns if isinstance(c, Text)]
        if error.args and error.args[0] in texts:
            raise context.refuse(
                f"column {error.args[0]!r} reaches {type(step).__name__} as text",
                "Encode it with OneHotEncoder or OrdinalEncoder",
            ) from error
        raise


def _only_checks(step: Any) -> bool:
    """The validation that histogram boosting puts before its numbers."""
    wrapped = getattr(getattr(step, "func", None), "func", None)
    return getattr(wrapped, "__name__", "") == "check_array"


def _unsupported(context: Context, step: Any) -> Exception:
    key = class_key(step)
    reason, advice = _REASONS.get(
        key,
        (
            f"{key} has no exact form here",
            "Use one of the steps that docs/guide/conversion.md lists",
        ),
    )
    return context.refuse(f"{type(step).__name__}: {reason}" if key in _REASONS else reason, advice)
