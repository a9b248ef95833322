"""Classifiers as people write them."""

from __future__ import annotations

import lightgbm
import xgboost
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    AdaBoostClassifier,
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    IsolationForest,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    PolynomialFeatures,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from .case import CHURN, NUMBERS, TEXTS, UNKNOWN, Case, encoded, ordinal

CLASSIFICATION = (
    Case(
        "logistic regression, imputed, scaled, one-hot",
        CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), LogisticRegression(max_iter=1000)),
    ),
    Case(
        "random forest, imputed, one-hot",
        CHURN,
        lambda: make_pipeline(encoded(), RandomForestClassifier(100, random_state=1)),
    ),
    Case(
        "random forest behind a scaler",
        CHURN,
        lambda: make_pipeline(
            encoded(StandardScaler()),
            RandomForestClassifier(60, min_samples_leaf=3, random_state=1),
        ),
    ),
    Case(
        "LightGBM in a pipeline",
        CHURN,
        lambda: make_pipeline(
            ordinal(**UNKNOWN), lightgbm.LGBMClassifier(n_estimators=80, verbose=-1)
        ),
    ),
    Case(
        "LightGBM on pandas categories",
        CHURN,
        lambda: lightgbm.LGBMClassifier(n_estimators=60, verbose=-1),
        text_as="category",
    ),
    Case(
        "XGBoost behind a scaler",
        CHURN,
        lambda: make_pipeline(encoded(StandardScaler()), xgboost.XGBClassifier(n_estimators=80)),
        numeric_labels=True,
    ),
    Case(
        "XGBoost on pandas categories",
        CHURN,
        lambda: xgboost.XGBClassifier(n_estimators=40, enable_categorical=True),
        text_as="category",
        numeric_labels=True,
    ),
    Case(
        "histogram boosting on pandas categories, missing kept",
        CHURN,
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
            ordinal(**UNKNOWN), MinMaxScaler(), ExtraTreesClassifier(60, random_state=1)
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
            ordinal(**UNKNOWN, encoded_missing_value=-2),
            xgboost.XGBClassifier(n_estimators=60, max_depth=4),
        ),
        numeric_labels=True,
    ),
    Case(
        "calibrated boosting, isotonic",
        "lending_club",
        lambda: make_pipeline(
            ordinal(**UNKNOWN),
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
