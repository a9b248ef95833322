"""Every class that the guide lists converts and is proven, on small data."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn import (
    cluster,
    compose,
    decomposition,
    discriminant_analysis,
    ensemble,
    feature_selection,
    impute,
    linear_model,
    model_selection,
    multiclass,
    naive_bayes,
    neural_network,
    pipeline,
    preprocessing,
    svm,
    tree,
)
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from xgboost import XGBClassifier, XGBRegressor, XGBRFClassifier, XGBRFRegressor

from armillary.conversion import convert
from armillary.conversion.dispatch import CLASSIFIERS, REGRESSORS, TRANSFORMS, class_key


@functools.cache
def data() -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    chooser = np.random.default_rng(5)
    frame = pd.DataFrame(chooser.normal(3, 2, (160, 4)).round(3), columns=list("abcd")).abs()
    two = (frame.a * 2 + frame.b > frame.c + 6).to_numpy().astype(int)
    three = np.digitize(frame.a + frame.b, [4.0, 7.0])
    return frame, two, three


LOGISTIC = linear_model.LogisticRegression(max_iter=500)
TREE = tree.DecisionTreeClassifier(max_depth=3, random_state=1)
NAMED = [("lr", LOGISTIC), ("tree", TREE)]
NUMBERS = [
    ("ridge", linear_model.Ridge()),
    ("tree", tree.DecisionTreeRegressor(max_depth=3, random_state=1)),
]

ESTIMATORS: list[Any] = [
    LOGISTIC,
    linear_model.LogisticRegressionCV(Cs=2, cv=2, max_iter=500, use_legacy_attributes=False),
    linear_model.SGDClassifier(loss="log_loss", random_state=1),
    linear_model.SGDClassifier(loss="hinge", random_state=1),
    linear_model.RidgeClassifier(),
    linear_model.RidgeClassifierCV(),
    svm.LinearSVC(random_state=1),
    linear_model.Perceptron(random_state=1),
    discriminant_analysis.LinearDiscriminantAnalysis(),
    naive_bayes.GaussianNB(),
    naive_bayes.MultinomialNB(),
    naive_bayes.BernoulliNB(binarize=3.0),
    TREE,
    tree.ExtraTreeClassifier(max_depth=3, random_state=1),
    ensemble.RandomForestClassifier(5, random_state=1),
    ensemble.ExtraTreesClassifier(5, random_state=1),
    ensemble.GradientBoostingClassifier(n_estimators=5, random_state=1),
    ensemble.HistGradientBoostingClassifier(max_iter=5),
    ensemble.IsolationForest(n_estimators=5, random_state=1),
    neural_network.MLPClassifier(hidden_layer_sizes=(4,), max_iter=50, random_state=1),
    svm.SVC(),
    svm.SVC(kernel="poly", degree=2),
    svm.SVC(kernel="linear"),
    svm.NuSVC(nu=0.2),
    cluster.KMeans(3, n_init=1, random_state=1),
    cluster.MiniBatchKMeans(3, n_init=1, random_state=1),
    ensemble.VotingClassifier(NAMED, voting="soft"),
    ensemble.VotingClassifier(NAMED, voting="hard", weights=[2, 1]),
    ensemble.StackingClassifier(NAMED, LOGISTIC, cv=2, passthrough=True),
    ensemble.BaggingClassifier(TREE, n_estimators=3, max_features=3, random_state=1),
    ensemble.AdaBoostClassifier(n_estimators=5, random_state=1),
    multiclass.OneVsRestClassifier(LOGISTIC),
    CalibratedClassifierCV(TREE, cv=2),
    CalibratedClassifierCV(svm.LinearSVC(random_state=1), cv=2, method="isotonic"),
    LGBMClassifier(n_estimators=5, verbose=-1),
    XGBClassifier(n_estimators=5),
    XGBRFClassifier(n_estimators=5),
    model_selection.GridSearchCV(LOGISTIC, {"C": [0.1, 1.0]}, cv=2),
    *(
        getattr(linear_model, name)()
        for name in (
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
            "QuantileRegressor",
            "TheilSenRegressor",
            "Lars",
            "OrthogonalMatchingPursuit",
            "PoissonRegressor",
            "GammaRegressor",
            "TweedieRegressor",
        )
    ),
    svm.LinearSVR(random_state=1),
    tree.DecisionTreeRegressor(max_depth=3, random_state=1),
    tree.ExtraTreeRegressor(max_depth=3, random_state=1),
    ensemble.RandomForestRegressor(5, random_state=1),
    ensemble.ExtraTreesRegressor(5, random_state=1),
    ensemble.GradientBoostingRegressor(n_estimators=5, random_state=1),
    ensemble.HistGradientBoostingRegressor(max_iter=5),
    ensemble.HistGradientBoostingRegressor(max_iter=5, loss="poisson"),
    neural_network.MLPRegressor(hidden_layer_sizes=(4,), max_iter=50, random_state=1),
    svm.SVR(),
    svm.NuSVR(),
    ensemble.VotingRegressor(NUMBERS),
    ensemble.StackingRegressor(NUMBERS, linear_model.Ridge(), cv=2),
    ensemble.BaggingRegressor(n_estimators=3, random_state=1),
    compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1),
    LGBMRegressor(n_estimators=5, verbose=-1),
    LGBMRegressor(n_estimators=5, verbose=-1, objective="poisson"),
    XGBRegressor(n_estimators=5),
    XGBRegressor(n_estimators=5, objective="count:poisson"),
    XGBRFRegressor(n_estimators=5),
]
_POSITIVE = ("MultinomialNB",)
_BINARY_ONLY = ("VotingClassifier", "RidgeClassifierCV")


def name(step: Any) -> str:
    return type(step).__name__


def proven(model: Any, target: np.ndarray) -> None:
    frame, _, _ = data()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        conversion = convert(model.fit(frame, target), frame)
    assert conversion.findings.largest <= 1e-5
    for column in conversion.signature.columns:
        if column.minimum is not None:
            assert column.minimum <= frame[column.name].min()


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=name)
def test_an_estimator_converts(estimator: BaseEstimator) -> None:
    frame, two, _ = data()
    key = class_key(getattr(estimator, "estimator", estimator))
    known = key in CLASSIFIERS or class_key(estimator) in CLASSIFIERS
    proven(estimator, two if known else (frame.a * 3 + frame.b).to_numpy())


@pytest.mark.parametrize(
    "estimator", [e for e in ESTIMATORS if class_key(e) in CLASSIFIERS], ids=name
)
def test_a_classifier_of_three_classes_converts(estimator: BaseEstimator) -> None:
    proven(estimator, data()[2])


STEPS: list[Any] = [
    preprocessing.StandardScaler(),
    preprocessing.MinMaxScaler(clip=True),
    preprocessing.MaxAbsScaler(),
    preprocessing.RobustScaler(),
    impute.SimpleImputer(strategy="most_frequent", add_indicator=True),
    pipeline.FeatureUnion(
        [("m", impute.MissingIndicator(features="all")), ("i", impute.SimpleImputer())]
    ),
    preprocessing.OneHotEncoder(handle_unknown="ignore", max_categories=5),
    preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
    preprocessing.TargetEncoder(random_state=1),
    preprocessing.Normalizer(),
    preprocessing.Normalizer(norm="l1"),
    preprocessing.PolynomialFeatures(3),
    decomposition.PCA(2, whiten=True),
    decomposition.TruncatedSVD(2, random_state=1),
    preprocessing.Binarizer(threshold=3.0),
    preprocessing.KBinsDiscretizer(4, encode="ordinal", quantile_method="averaged_inverted_cdf"),
    *(
        preprocessing.FunctionTransformer(function)
        for function in (np.log1p, np.sqrt, np.square, np.abs, np.tanh, np.negative, None)
    ),
    feature_selection.VarianceThreshold(),
    feature_selection.SelectKBest(k=2),
    feature_selection.SelectPercentile(percentile=50),
    feature_selection.SelectFdr(alpha=0.9),
    feature_selection.SelectFpr(alpha=0.9),
    feature_selection.SelectFwe(alpha=0.9),
    feature_selection.GenericUnivariateSelect(mode="k_best", param=2),
    feature_selection.SelectFromModel(TREE, threshold=-np.inf, max_features=2),
    feature_selection.RFE(LOGISTIC, n_features_to_select=2),
    feature_selection.RFECV(LOGISTIC, cv=2),
    feature_selection.SequentialFeatureSelector(LOGISTIC, n_features_to_select=2, cv=2),
    compose.ColumnTransformer([("s", preprocessing.StandardScaler(), [0, 2])]),
    pipeline.make_pipeline(preprocessing.StandardScaler(), decomposition.PCA(2)),
]


@pytest.mark.parametrize("step", STEPS, ids=name)
@pytest.mark.parametrize("last", [LOGISTIC, TREE], ids=name)
def test_a_step_converts_before_a_line_and_before_a_tree(
    step: BaseEstimator, last: BaseEstimator
) -> None:
    proven(pipeline.make_pipeline(step, last), data()[1])


@pytest.mark.parametrize("kind", [str, float])
def test_a_column_of_more_categories_than_are_asked_at_once_is_right(kind: type) -> None:
    frame = pd.DataFrame({"key": [kind(number) for number in range(2500)]})
    labels = np.arange(2500) % 2
    places = pipeline.make_pipeline(preprocessing.OrdinalEncoder(), TREE)
    served = convert(places.fit(frame, labels), frame).served()
    asked = frame.iloc[[0, 998, 999, 1000, 1001, 1999, 2000, 2499]]
    answered = served.answer(asked.to_dict("records")).labels
    assert answered == places.predict(asked).tolist()


def test_every_class_of_the_guide_is_here() -> None:
    here = {class_key(e) for e in (*ESTIMATORS, *STEPS)} | {"sklearn.MissingIndicator"}
    listed = {*TRANSFORMS, *CLASSIFIERS, *REGRESSORS}
    assert listed - here == set()
