"""Regressors as people write them."""

from __future__ import annotations

import lightgbm
import numpy as np
import xgboost
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    BaggingRegressor,
    ExtraTreesRegressor,
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    StandardScaler,
)
from sklearn.svm import SVR

from .case import NUMBERS, TEXTS, UNKNOWN, Case, encoded, ordinal

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
            ordinal(**UNKNOWN),
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
            ordinal(**UNKNOWN, encoded_missing_value=-2), ExtraTreesRegressor(40, random_state=1)
        ),
    ),
    Case(
        "histogram boosting, 52 dirty columns",
        "loans_full_schema",
        lambda: make_pipeline(ordinal(**UNKNOWN), HistGradientBoostingRegressor(max_iter=60)),
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
