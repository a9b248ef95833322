"""Pipelines as people write them, over real rows: what the conversion is judged by.

Each case trains on its own rows. The same list is converted and asked here through ONNX Runtime,
and by the acceptance test through a running server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import xgboost
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    AdaBoostClassifier,
    BaggingRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier

from . import datasets

NUMBERS = make_column_selector(dtype_include="number")
TEXTS = make_column_selector(dtype_include=["object", "str"])


@dataclass(frozen=True)
class Case:
    """One pipeline over one data set."""

    name: str
    data: str
    make: Callable[[], Any]
    columns: tuple[str, ...] | None = None
    numeric_labels: bool = False
    text_as: str | None = None
    arrays: bool = False

    def rows(self) -> datasets.Rows:
        rows = datasets.load(self.data)
        return datasets.Rows(self._shaped(rows.train), self._labels(rows.target),
                             self._shaped(rows.held_out))  # fmt: skip

    def fitted(self) -> tuple[Any, datasets.Rows]:
        """The trained model and its rows."""
        rows = self.rows()
        given = rows.train.to_numpy() if self.arrays else rows.train
        return self.make().fit(given, rows.target), rows

    def _shaped(self, frame: pd.DataFrame) -> pd.DataFrame:
        if self.columns is not None:
            frame = frame[list(self.columns)]
        if self.text_as is None:
            return frame
        texts = frame.select_dtypes(include=["object", "str"]).columns
        return frame.astype({name: self._text_type(frame, name) for name in texts})

    def _text_type(self, frame: pd.DataFrame, name: str) -> Any:
        if self.text_as != "category":
            return self.text_as
        seen = datasets.load(self.data).train[name].dropna().unique()
        return pd.CategoricalDtype(sorted(seen))

    def _labels(self, target: pd.Series) -> pd.Series:
        if not self.numeric_labels:
            return target
        return pd.Series(pd.factorize(target, sort=True)[0])


def encoded(
    scaler: Any = "passthrough",
    imputer: Any = None,
    encoder: Any = None,
    dense: bool = False,
) -> ColumnTransformer:
    """The preparation that most tutorials show."""
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(imputer or SimpleImputer(), scaler), NUMBERS),
            (
                "texts",
                make_pipeline(
                    SimpleImputer(strategy="most_frequent"),
                    encoder or OneHotEncoder(handle_unknown="ignore"),
                ),
                TEXTS,
            ),
        ],
        sparse_threshold=0.0 if dense else 0.3,
    )


def ordinal(**options: Any) -> ColumnTransformer:
    return ColumnTransformer([("texts", OrdinalEncoder(**options), TEXTS)], remainder="passthrough")


_UNKNOWN: dict[str, Any] = {"handle_unknown": "use_encoded_value", "unknown_value": -1}
_CHURN = "wa_churn"
_CHURN_COLUMNS = ("tenure", "contract", "monthly_charges", "total_charges", "internet_service")

CLASSIFICATION = (
    Case(
        "logistic regression, imputed, scaled, one-hot",
        _CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), LogisticRegression(max_iter=1000)),
    ),
    Case(
        "random forest, imputed, one-hot",
        _CHURN,
        lambda: make_pipeline(encoded(), RandomForestClassifier(100, random_state=1)),
    ),
    Case(
        "random forest behind a scaler",
        _CHURN,
        lambda: make_pipeline(
            encoded(StandardScaler()),
            RandomForestClassifier(60, min_samples_leaf=3, random_state=1),
        ),
    ),
    Case(
        "LightGBM in a pipeline",
        _CHURN,
        lambda: make_pipeline(
            ordinal(**_UNKNOWN), lightgbm.LGBMClassifier(n_estimators=80, verbose=-1)
        ),
    ),
    Case(
        "LightGBM on pandas categories",
        _CHURN,
        lambda: lightgbm.LGBMClassifier(n_estimators=60, verbose=-1),
        text_as="category",
    ),
    Case(
        "XGBoost behind a scaler",
        _CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), xgboost.XGBClassifier(n_estimators=80)),
        numeric_labels=True,
    ),
    Case(
        "XGBoost on pandas categories",
        _CHURN,
        lambda: xgboost.XGBClassifier(n_estimators=40, enable_categorical=True),
        text_as="category",
        numeric_labels=True,
    ),
    Case(
        "histogram boosting on pandas categories, missing kept",
        _CHURN,
        lambda: HistGradientBoostingClassifier(max_iter=60, categorical_features="from_dtype"),
        text_as="category",
    ),
    Case(
        "gradient boosting, strict one-hot, str columns",
        "mlc_churn",
        lambda: make_pipeline(
            encoded(encoder=OneHotEncoder(handle_unknown="error")),
            GradientBoostingClassifier(n_estimators=60, random_state=1),
        ),
        text_as="str",
    ),
    Case(
        "extra trees, ordinal, min-max",
        "mlc_churn",
        lambda: make_pipeline(
            ordinal(**_UNKNOWN), MinMaxScaler(), ExtraTreesClassifier(60, random_state=1)
        ),
    ),
    Case(
        "decision tree, quantile bins",
        "mlc_churn",
        lambda: make_pipeline(
            ColumnTransformer(
                [
                    ("bins", KBinsDiscretizer(5, quantile_method="averaged_inverted_cdf"), NUMBERS),
                    (
                        "texts",
                        OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=100),
                        TEXTS,
                    ),
                ]
            ),
            DecisionTreeClassifier(max_depth=8, random_state=1),
        ),
    ),
    Case(
        "multi-layer perceptron, scaled",
        "mlc_churn",
        lambda: make_pipeline(
            encoded(StandardScaler(), dense=True),
            MLPClassifier(hidden_layer_sizes=(24,), max_iter=60, random_state=1),
        ),
    ),
    Case(
        "logistic regression, target-encoded",
        "lending_club",
        lambda: make_pipeline(
            encoded(StandardScaler(), encoder=TargetEncoder(random_state=1)),
            LogisticRegression(max_iter=1000),
        ),
    ),
    Case(
        "LightGBM behind a scaler, grid search",
        "lending_club",
        lambda: GridSearchCV(
            make_pipeline(encoded(StandardScaler()), lightgbm.LGBMClassifier(verbose=-1)),
            {"lgbmclassifier__n_estimators": [20, 40]},
            cv=2,
        ),
    ),
    Case(
        "soft voting of three",
        "lending_club",
        lambda: make_pipeline(
            encoded(StandardScaler(), dense=True),
            VotingClassifier(
                [
                    ("lr", LogisticRegression(max_iter=1000)),
                    ("nb", GaussianNB()),
                    ("rf", RandomForestClassifier(30, random_state=1)),
                ],
                voting="soft",
                flatten_transform=False,
            ),
        ),
    ),
    Case(
        "XGBoost with missing numbers, early stopping off",
        "lending_club",
        lambda: make_pipeline(
            ordinal(**_UNKNOWN, encoded_missing_value=-2),
            xgboost.XGBClassifier(n_estimators=60, max_depth=4),
        ),
        numeric_labels=True,
    ),
    Case(
        "calibrated boosting, isotonic",
        "lending_club",
        lambda: make_pipeline(
            ordinal(**_UNKNOWN),
            CalibratedClassifierCV(
                HistGradientBoostingClassifier(max_iter=30), method="isotonic", cv=2
            ),
        ),
    ),
    Case(
        "AdaBoost, whole numbers only",
        "caravan",
        lambda: AdaBoostClassifier(n_estimators=30, random_state=1),
    ),
    Case(
        "selected features, logistic regression",
        "caravan",
        lambda: make_pipeline(
            SelectKBest(k=20), StandardScaler(), LogisticRegression(max_iter=1000)
        ),
    ),
    Case(
        "isolation forest (outliers)",
        "caravan",
        lambda: IsolationForest(n_estimators=60, random_state=1),
    ),
    Case(
        "SVC with probabilities through calibration",
        "breast_cancer",
        lambda: make_pipeline(StandardScaler(), CalibratedClassifierCV(SVC(), cv=3)),
    ),
    Case(
        "PCA, polynomial, logistic regression",
        "breast_cancer",
        lambda: make_pipeline(
            StandardScaler(), PCA(6), PolynomialFeatures(2), LogisticRegression(max_iter=2000)
        ),
    ),
    Case(
        "float32 columns, scaler, XGBoost",
        "breast_cancer_f4",
        lambda: make_pipeline(StandardScaler(), xgboost.XGBClassifier(n_estimators=50)),
    ),
    Case(
        "float32 columns, LightGBM",
        "breast_cancer_f4",
        lambda: lightgbm.LGBMClassifier(n_estimators=50, verbose=-1),
    ),
    Case(
        "stack of forest and SVC",
        "breast_cancer",
        lambda: make_pipeline(
            RobustScaler(),
            StackingClassifier(
                [("rf", RandomForestClassifier(30, random_state=1)), ("svc", SVC())],
                LogisticRegression(),
                cv=3,
            ),
        ),
    ),
    Case(
        "SGD, normalised rows",
        "breast_cancer",
        lambda: make_pipeline(
            MaxAbsScaler(), Normalizer(), SGDClassifier(loss="log_loss", random_state=1)
        ),
    ),
    Case("three classes, Gaussian naive Bayes", "wine", GaussianNB),
    Case("three classes, SVC labels", "wine", lambda: make_pipeline(StandardScaler(), SVC())),
    Case(
        "ten classes, arrays, multinomial regression",
        "digits",
        lambda: make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=500)),
        arrays=True,
    ),
    Case(
        "ten classes, arrays, LightGBM",
        "digits",
        lambda: lightgbm.LGBMClassifier(n_estimators=20, verbose=-1),
        arrays=True,
    ),
    Case(
        "ten clusters, k-means",
        "digits",
        lambda: make_pipeline(StandardScaler(), KMeans(10, n_init=2, random_state=1)),
        arrays=True,
    ),
    Case(
        "five classes, XGBoost behind a scaler",
        "diamond_cuts",
        lambda: make_pipeline(encoded(StandardScaler()), xgboost.XGBClassifier(n_estimators=25)),
        numeric_labels=True,
    ),
    Case(
        "five classes, histogram boosting",
        "diamond_cuts",
        lambda: make_pipeline(ordinal(), HistGradientBoostingClassifier(max_iter=25)),
    ),
)

REGRESSION = (
    Case(
        "linear regression, logarithm of a column",
        "diamonds",
        lambda: make_pipeline(
            ColumnTransformer(
                [
                    ("log", FunctionTransformer(np.log1p), ["carat", "depth"]),
                    ("texts", OneHotEncoder(), TEXTS),
                ],
                remainder=StandardScaler(),
            ),
            LinearRegression(),
        ),
    ),
    Case(
        "price by its logarithm, random forest",
        "diamonds",
        lambda: make_pipeline(
            ordinal(**_UNKNOWN),
            TransformedTargetRegressor(
                RandomForestRegressor(40, random_state=1), func=np.log1p, inverse_func=np.expm1
            ),
        ),
    ),
    Case(
        "XGBoost regression behind a scaler",
        "diamonds",
        lambda: make_pipeline(encoded(StandardScaler()), xgboost.XGBRegressor(n_estimators=60)),
    ),
    Case(
        "LightGBM regression on categories",
        "diamonds",
        lambda: lightgbm.LGBMRegressor(n_estimators=60, verbose=-1),
        text_as="category",
    ),
    Case(
        "ridge, 73 columns, missing flags",
        "ames",
        lambda: make_pipeline(
            encoded(StandardScaler(), SimpleImputer(strategy="median", add_indicator=True)),
            Ridge(10.0),
        ),
    ),
    Case(
        "gradient boosting regression",
        "ames",
        lambda: make_pipeline(
            encoded(), GradientBoostingRegressor(n_estimators=60, random_state=1)
        ),
    ),
    Case(
        "extra trees, missing numbers as they are",
        "ames",
        lambda: make_pipeline(
            ordinal(**_UNKNOWN, encoded_missing_value=-2), ExtraTreesRegressor(40, random_state=1)
        ),
    ),
    Case(
        "histogram boosting, 52 dirty columns",
        "loans_full_schema",
        lambda: make_pipeline(ordinal(**_UNKNOWN), HistGradientBoostingRegressor(max_iter=60)),
    ),
    Case(
        "lasso over imputed constants",
        "loans_full_schema",
        lambda: make_pipeline(
            ColumnTransformer(
                [
                    (
                        "n",
                        make_pipeline(
                            SimpleImputer(strategy="constant", fill_value=0.0), StandardScaler()
                        ),
                        NUMBERS,
                    ),
                    (
                        "t",
                        make_pipeline(
                            SimpleImputer(strategy="constant", fill_value="unknown"),
                            OneHotEncoder(handle_unknown="ignore", min_frequency=20),
                        ),
                        TEXTS,
                    ),
                ]
            ),
            Lasso(0.01, max_iter=5000),
        ),
    ),
    Case(
        "LightGBM with missing numbers, scaled",
        "loans_full_schema",
        lambda: make_pipeline(
            ColumnTransformer([("n", StandardScaler(), NUMBERS)]),
            lightgbm.LGBMRegressor(n_estimators=60, verbose=-1),
        ),
    ),
    Case("bagged trees", "diabetes", lambda: BaggingRegressor(n_estimators=20, random_state=1)),
    Case(
        "union of features, SVR",
        "diabetes",
        lambda: make_pipeline(
            FeatureUnion([("pca", PCA(4)), ("raw", "passthrough")]), StandardScaler(), SVR(C=50)
        ),
    ),
    Case(
        "perceptron regression, scaled target",
        "diabetes",
        lambda: TransformedTargetRegressor(
            make_pipeline(
                StandardScaler(),
                MLPRegressor(
                    hidden_layer_sizes=(16,), activation="tanh", max_iter=400, random_state=1
                ),
            ),
            transformer=StandardScaler(),
        ),
    ),
)

REFUSED = (
    Case(
        "TF-IDF over titles",
        "tate_text",
        lambda: make_pipeline(
            ColumnTransformer([("t", TfidfVectorizer(), "title")]), LogisticRegression(max_iter=500)
        ),
    ),
    Case(
        "nearest neighbours",
        _CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), KNeighborsClassifier()),
    ),
    Case(
        "a function of one's own",
        _CHURN,
        lambda: make_pipeline(
            ColumnTransformer([("f", FunctionTransformer(_halved), ["tenure"])]),
            LogisticRegression(),
        ),
    ),
    Case(
        "power transformer",
        "wine",
        lambda: Pipeline([("power", PowerTransformer()), ("lr", LogisticRegression())]),
    ),
    Case(
        "imputation by neighbours",
        _CHURN,
        lambda: make_pipeline(
            ColumnTransformer([("n", KNNImputer(), NUMBERS)]), LogisticRegression(max_iter=500)
        ),
    ),
)


def _halved(values: Any) -> Any:
    return values / 2


CASES = (*CLASSIFICATION, *REGRESSION, *REFUSED)
