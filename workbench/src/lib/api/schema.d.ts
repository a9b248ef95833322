// Written by scripts/generate.mjs; do not edit.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where to begin
         * @description Browsers (whose `Accept` has text/html) are led to the workbench.
         */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ui": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workbench */
        get: operations["getFirstPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ui/{path...}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A place in the workbench, or a file of it
         * @description A path of no file is a place inside the application, and answers its first page; one that can only be a file (below assets/, or whose first segment has a dot) is `not_found`. Files below assets/ never change.
         */
        get: operations["getPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server takes requests
         * @description Never waits for models to be loaded, nor for a database that has gone away, which predictions do not need. 503 while it starts or stops. `details` says what an operator should mend although requests are taken, such as a renewed certificate that cannot be used.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description No tenant and no model is named in a label.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the token belongs to and what it may do */
        get: operations["getWhoAmI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in, and what they may do where
         * @description For the cookie only; a token beside it, or alone, is `session_unknown`.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in with the code of a one-time link
         * @description A link is `<address of the server>/ui/sign-in#<code>`; its code is good once and for five minutes. The answer sets the cookie `__Host-armillary`, which is always a new one, and ends the oldest session of a person who has 20.
         */
        post: operations["signIn"];
        /** End the session of the cookie */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own sessions, the newest first
         * @description At most 20. With a token, those of the person who is its principal; none if nobody signed in as it.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of one's own sessions
         * @description In effect within a second, everywhere. A second time changes nothing and answers the same.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a one-time link to sign in as oneself
         * @description The code is in this answer and nowhere else. The session that it buys ends no later than the token or session that asks. It has all that the principal has: a token that is less (with scopes, of a lower role, of another environment than research) or of a service account is `permission_denied`.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How people sign in here
         * @description `provider` is absent where no identity provider is configured; one-time links are always taken.
         */
        get: operations["getIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to the identity provider to sign in
         * @description For browsers. Sets the cookie `__Host-armillary-sign-in` for ten minutes, without which nobody can come back. A browser (whose `Accept` has text/html) is led to /ui/sign-in?error=<code>&request=<id> where this fails.
         */
        get: operations["beginSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come back from the identity provider
         * @description For browsers, which the identity provider sends here with `state` and `code`, or `error`, and perhaps `iss` (RFC 9207). Sets the cookie `__Host-armillary`, which is always a new one, and leads to the page that beginSignIn was asked for. The person is, in each tenant, what their groups at the provider are mapped to; without any they are `permission_denied`.
         */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in/backchannel-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody has left the identity provider
         * @description For the identity provider (OpenID Connect Back-Channel Logout 1.0). Ends the sessions of the person whom the logout token names, and their tokens are refused until they sign in again, within a second. A token that came before is refused.
         */
        post: operations["takeLogoutNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one wants the workbench to look
         * @description The defaults where nothing was said. With a token: of the person who is its principal, `not_found` if nobody signed in as it.
         */
        get: operations["getPreferences"];
        /**
         * Say how one wants the workbench to look
         * @description All of it; what is left out is as if it was never said.
         */
        put: operations["updatePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What changes, as it changes
         * @description Server-Sent Events. An event without a name is a change; its data is a ChangeEvent. `ready` says what
         *     is watched, `resync` that some changes were missed (read again what you show), `dropped` that a topic
         *     may not be read any more, `end` why the stream is over (an Error). Their data are a StreamNote.
         *
         *     Ids are numbers that grow; go on after one with the header `Last-Event-ID`, as browsers do by
         *     themselves, or with `since`. A gap that is too old is answered by `resync`, as is a client that reads
         *     too slowly. After 15 quiet seconds comes a comment.
         *
         *     A topic is `t/<tenant>/deployments`, `models`, `principals`, `tokens`, `quotas` or `audit`, or, of the
         *     platform, `tenants` or `teams`. Whoever may not read it is refused; so it is again when rights change.
         */
        get: operations["streamChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tenants */
        get: operations["listTenants"];
        put?: never;
        /** Create a tenant */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Suspend a tenant, make it active again, or rename it for people */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the teams of the operator */
        get: operations["listTeams"];
        put?: never;
        /** Create a team of the operator */
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the environments */
        get: operations["listEnvironments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/principals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the people and service accounts */
        get: operations["listPrincipals"];
        put?: never;
        /** Admit a person or a service account */
        post: operations["createPrincipal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the machines that are let in */
        get: operations["listSubjects"];
        put?: never;
        /**
         * Let a machine in by what the identity provider calls it
         * @description From within a second on, a token of the provider with this subject and our audience is the service account, in this tenant. A caller's names the models that it may ask. A service account has one subject.
         */
        post: operations["createSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/subjects/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let a machine in no more
         * @description In effect within a second, everywhere. The service account stays.
         */
        delete: operations["deleteSubject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens, without their secrets
         * @description A token that was revoked or expired more than 30 days ago is not kept.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create a token
         * @description The secret is in this answer and nowhere else.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description In effect within a second, everywhere. A second time changes nothing and answers the same.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the limits of a tenant and what it uses */
        get: operations["getQuotas"];
        /**
         * Set the limits of a tenant
         * @description A limit below what is used removes nothing; it stops growth.
         */
        put: operations["updateQuotas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was changed, and by whom */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check that the chain of audit events is whole */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the models */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a model */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/models/{model}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a model
         * @description Without their inputs, outputs and signatures, which may be large; a single version has them.
         */
        get: operations["listVersions"];
        put?: never;
        /**
         * Register a version from ONNX bytes
         * @description Creates the model when the name is new. The bytes are read by our own bounded reader before anything else sees them; what fails it is refused and nothing is stored. A sound model with an operator or a bound that is not allowed is refused likewise. Columns, class labels and defaults come from the metadata entry `armillary.signature` inside the bytes (contract/signature.schema.json); without it the `signature` of the answer is absent and the version answers on /v2 only. Every upload is a new version, also of bytes that are known.
         */
        post: operations["registerVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a version */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/models/{model}/versions/{version}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the bytes of a version */
        get: operations["downloadVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is deployed in the token's environment
         * @description The last entry of each model.
         */
        get: operations["listDeployments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is live of a model in the token's environment */
        get: operations["getDeployment"];
        put?: never;
        /** Make a version live in the token's environment */
        post: operations["createDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments/{model}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was live when in the token's environment */
        get: operations["listDeploymentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments/{model}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to the version that was live before in the token's environment
         * @description A new entry, whose version is the `previous_version` of the last one. After a stop that is the version that was stopped.
         */
        post: operations["rollbackDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments/{model}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop answering for a model in the token's environment
         * @description A new entry. Stopping what is stopped is `model_not_deployed`.
         */
        post: operations["stopDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/deployments/{model}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from records, also with the cookie of a session, in the token's environment
         * @description What /predict/{model} answers, at an address where a session counts. Nothing is kept of it, so it takes no idempotency key and leaves no audit event.
         */
        post: operations["predictByDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is deployed in an environment
         * @description The last entry of each model.
         */
        get: operations["listDeploymentsInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is live of a model in an environment */
        get: operations["getDeploymentInEnvironment"];
        put?: never;
        /** Make a version live in an environment */
        post: operations["createDeploymentInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments/{model}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was live when in an environment */
        get: operations["listDeploymentHistoryInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments/{model}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to the version that was live before in an environment
         * @description A new entry, whose version is the `previous_version` of the last one. After a stop that is the version that was stopped.
         */
        post: operations["rollbackDeploymentInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments/{model}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop answering for a model in an environment
         * @description A new entry. Stopping what is stopped is `model_not_deployed`.
         */
        post: operations["stopDeploymentInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/t/{tenant}/e/{environment}/deployments/{model}/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from records, also with the cookie of a session, in an environment
         * @description What /predict/{model} answers, at an address where a session counts. Nothing is kept of it, so it takes no idempotency key and leaves no audit event.
         */
        post: operations["predictByDeploymentInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/predict/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from records
         * @description By the live version. A model that does not exist, is not deployed, or is another tenant's is `not_found`, with the same answer.
         */
        post: operations["predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name, version and extensions of the server */
        get: operations["getServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server lives */
        get: operations["getServerLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server takes requests */
        get: operations["getServerReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inputs and outputs of the live version */
        get: operations["getModelMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the live version answers */
        get: operations["getModelReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predict from tensors by the live version */
        post: operations["infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of a version
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a version answers
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from tensors by a version
         * @description A version answers only while it is live or the warm previous one.
         */
        post: operations["inferVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/predict/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from records
         * @description By the live version. A model that does not exist, is not deployed, or is another tenant's is `not_found`, with the same answer.
         */
        post: operations["predictInTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name, version and extensions of the server */
        get: operations["getServerMetadataInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server lives */
        get: operations["getServerLiveInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server takes requests */
        get: operations["getServerReadyInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inputs and outputs of the live version */
        get: operations["getModelMetadataInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the live version answers */
        get: operations["getModelReadyInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predict from tensors by the live version */
        post: operations["inferInTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of a version
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionMetadataInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a version answers
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionReadyInTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from tensors by a version
         * @description A version answers only while it is live or the warm previous one.
         */
        post: operations["inferVersionInTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/predict/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from records
         * @description By the live version. A model that does not exist, is not deployed, or is another tenant's is `not_found`, with the same answer.
         */
        post: operations["predictInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name, version and extensions of the server */
        get: operations["getServerMetadataInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server lives */
        get: operations["getServerLiveInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server takes requests */
        get: operations["getServerReadyInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inputs and outputs of the live version */
        get: operations["getModelMetadataInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the live version answers */
        get: operations["getModelReadyInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Predict from tensors by the live version */
        post: operations["inferInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of a version
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionMetadataInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a version answers
         * @description A version answers only while it is live or the warm previous one.
         */
        get: operations["getModelVersionReadyInEnvironment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/{tenant}/e/{environment}/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from tensors by a version
         * @description A version answers only while it is live or the warm previous one.
         */
        post: operations["inferVersionInEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The answer to every request that failed, on every route but /v2. */
        Error: {
            /** @description A key of contract/errors.yaml. */
            code: string;
            /** @description What was wrong, in words, without internals. */
            message: string;
            /** @description Where: a JSON pointer into the body such as `/records/3/tenure`, or the name of a parameter or header. */
            field?: string;
            /** @description Which rule the field broke, such as `maxLength 63`. */
            rule?: string;
            /** @description What to do next. */
            next_step: string;
            /** @description Names this request in the logs. */
            request_id: string;
        };
        Root: {
            name: string;
            version: string;
            /** @description The path of the workbench. */
            pages: string;
            /** @description The path of this description. */
            contract: string;
        };
        /** @description The answer of /v2 to a request that failed. */
        OipError: {
            /** @description `<code>: <message>`, and ` [<field>: <rule>]` where a field is at fault. */
            error: string;
        };
        /** @description The name of a tenant, a team or an environment. */
        Slug: string;
        /** @description 1 to 250 Unicode scalars in NFC; no control or bidirectional override characters, no `/`, `\` or `:`; not `.` or `..`. What a schema cannot say the server checks: `invalid_name`. */
        Name: string;
        /** @description Free text for people; no control characters. */
        DisplayName: string;
        /** @description Opaque; do not read anything from it. */
        Id: string;
        /** @description RFC 3339, UTC, milliseconds. */
        Timestamp: string;
        /** @description `sha256=` and 64 hexadecimal digits. */
        Digest: string;
        /**
         * @description See contract/authz.yaml.
         * @enum {string}
         */
        Role: "caller" | "viewer" | "scientist" | "data_owner" | "approver" | "tenant_admin" | "auditor" | "operator";
        /**
         * @description A key of `permissions` in contract/authz.yaml.
         * @enum {string}
         */
        Permission: "self.read" | "self.session" | "self.preferences" | "self.stream" | "sign_in_links.create" | "tenants.create" | "tenants.list" | "tenants.get" | "tenants.update" | "teams.create" | "teams.list" | "environments.list" | "principals.create" | "principals.list" | "tokens.create" | "tokens.list" | "tokens.revoke" | "subjects.create" | "subjects.list" | "subjects.delete" | "quotas.get" | "quotas.update" | "audit.list" | "audit.verify" | "models.register" | "models.list" | "models.get" | "models.download" | "models.describe" | "deployments.list" | "deployments.get" | "deployments.create" | "deployments.rollback" | "deployments.stop" | "predict" | "metrics.read" | "system.read";
        /**
         * @description What a model is.
         * @enum {string}
         */
        Kind: "tabular" | "text" | "sequence" | "transformer" | "image-classification" | "object-detection" | "ocr";
        /**
         * @description What a model costs; a guess from its size until it was measured.
         * @enum {string}
         */
        SizeClass: "small" | "medium" | "large";
        /** @description A change, as the stream tells it. It says what to read again, not what it is now. */
        ChangeEvent: {
            topic: string;
            id: number;
            /** @description What was done, as in contract/audit.yaml. */
            kind: string;
            /** @description Its id. */
            object: string;
            /** @description What people call it; of a version the model, a slash and its number. */
            name?: string;
            tenant?: string;
            environment?: string;
            /** @description Of the object, where it has one; of an audit event its number. */
            revision: number;
            at: components["schemas"]["Timestamp"];
        };
        /** @description What a stream says of itself. */
        StreamNote: {
            /** @description With `ready` and `resync`; what is watched. */
            topics?: string[];
            /** @description With `dropped`. */
            topic?: string;
            /** @description With `dropped` and `end`; a code of contract/errors.yaml. */
            code?: string;
            message?: string;
            next_step?: string;
        };
        /** @description What this principal may do with this object now. The server decides again when it is done. */
        Can: components["schemas"]["Permission"][];
        /** @description No fields. */
        Empty: Record<string, never>;
        WhoAmI: {
            principal: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            /** @enum {string} */
            kind: "user" | "service";
            tenant: components["schemas"]["Slug"];
            tenant_state: components["schemas"]["TenantState"];
            environment: components["schemas"]["Slug"];
            role: components["schemas"]["Role"];
            /** @description What was asked with; absent for a session. */
            token?: components["schemas"]["Id"];
            /** @description The session that was asked with; absent for a token. */
            session?: components["schemas"]["Id"];
            expires_at?: components["schemas"]["Timestamp"];
            /** @description The models that a caller may ask; absent when all. */
            models?: components["schemas"]["Name"][];
            /** @description What the role allows and the scopes leave. */
            permissions: components["schemas"]["Permission"][];
        };
        SignIn: {
            /** @description What stands behind the `#` of a sign-in link. */
            code: string;
        };
        Identity: {
            /** @description Whether one-time links are taken. */
            links: boolean;
            provider?: {
                /** @description Who vouches for people. */
                issuer: string;
                /** @description The path that leads to it. */
                sign_in: string;
                /** @description What its tokens for machines must be for; absent where none are taken. */
                audience?: string;
            };
        };
        SignInLink: {
            /** @description 22 letters and digits. Whoever has it signs in, once. */
            code: string;
            /** @description The path of the link on this server, with the code. */
            path: string;
            expires_at: components["schemas"]["Timestamp"];
        };
        /** @description Somebody who is signed in. */
        Session: {
            id: components["schemas"]["Id"];
            person: components["schemas"]["Person"];
            /** @description For the header X-CSRF-Token of changes; the same as long as the session lasts. */
            csrf_token: string;
            /** @description Where the person leaves the identity provider as well, once they have signed out here; absent where it has no such place. */
            sign_out_url?: string;
            created_at: components["schemas"]["Timestamp"];
            /** @description When it ends if nothing more is asked. */
            idle_ends_at: components["schemas"]["Timestamp"];
            /** @description When it ends at the latest. */
            ends_at: components["schemas"]["Timestamp"];
            /** @description What the person is, by the names of the tenants. */
            memberships: components["schemas"]["Membership"][];
        };
        Person: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            email?: string;
            /** @description Who vouches for them; `local` for whoever signs in by links. */
            issuer: string;
        };
        Membership: {
            tenant: components["schemas"]["Slug"];
            display_name?: components["schemas"]["DisplayName"];
            state: components["schemas"]["TenantState"];
            role: components["schemas"]["Role"];
            /** @description What the role and the state of the tenant allow. */
            permissions: components["schemas"]["Permission"][];
        };
        SessionSummary: {
            id: components["schemas"]["Id"];
            created_at: components["schemas"]["Timestamp"];
            /** @description To about a minute. */
            seen_at: components["schemas"]["Timestamp"];
            ends_at: components["schemas"]["Timestamp"];
            /** @description What the browser called itself when it signed in; at most 256 characters. */
            user_agent: string;
            /** @description From where it signed in, as the server saw it. */
            remote_address: string;
            /** @description Whether the request came with it. */
            is_current: boolean;
            can: components["schemas"]["Can"];
        };
        SessionList: {
            items: components["schemas"]["SessionSummary"][];
            total: number;
            total_is_exact: boolean;
        };
        /** @enum {string} */
        Theme: "system" | "light" | "dark";
        /** @enum {string} */
        Density: "compact" | "comfortable";
        Preferences: {
            theme: components["schemas"]["Theme"];
            density: components["schemas"]["Density"];
            /** @description A time zone as IANA names it; absent for the browser's own. */
            zone?: string;
            updated_at?: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        PreferencesUpdate: {
            theme: components["schemas"]["Theme"];
            density: components["schemas"]["Density"];
            /** @description As IANA names it, such as Europe/Berlin: letters, digits, `/`, `_`, `+` and `-`. */
            zone?: string;
        };
        /** @enum {string} */
        TenantState: "active" | "suspended" | "being_deleted";
        Tenant: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Slug"];
            display_name?: components["schemas"]["DisplayName"];
            state: components["schemas"]["TenantState"];
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        TenantCreate: {
            name: components["schemas"]["Slug"];
            display_name?: components["schemas"]["DisplayName"];
        };
        /** @description At least one field. */
        TenantUpdate: {
            /** @enum {string} */
            state?: "active" | "suspended";
            display_name?: components["schemas"]["DisplayName"];
        };
        TenantList: {
            items: components["schemas"]["Tenant"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        Team: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Slug"];
            display_name?: components["schemas"]["DisplayName"];
            created_at: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        TeamCreate: {
            name: components["schemas"]["Slug"];
            display_name?: components["schemas"]["DisplayName"];
        };
        TeamList: {
            items: components["schemas"]["Team"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        Environment: {
            name: components["schemas"]["Slug"];
            /** @description 1 is the lowest; a version climbs. */
            rung: number;
            can: components["schemas"]["Can"];
        };
        EnvironmentList: {
            items: components["schemas"]["Environment"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        Principal: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            /** @enum {string} */
            kind: "user" | "service";
            role: components["schemas"]["Role"];
            /** @description The name of the manager. */
            manager?: string;
            created_at: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        PrincipalCreate: {
            name: components["schemas"]["Name"];
            /**
             * @description A person, or a program. Default: user.
             * @enum {string}
             */
            kind?: "user" | "service";
            role: components["schemas"]["Role"];
            /** @description The name of a principal of the same tenant. */
            manager?: string;
        };
        PrincipalList: {
            items: components["schemas"]["Principal"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        SubjectCreate: {
            /** @description The name of a service account of the tenant, with a role at or below your own. */
            principal: string;
            /** @description The identity provider that is configured, as getIdentity names it. */
            issuer: string;
            /** @description The claim `sub` of its tokens. */
            subject: string;
            /** @description The models that it may ask; for a service account of the role caller, and only there. */
            models?: components["schemas"]["Name"][];
        };
        Subject: {
            /** @description The id of the service account. */
            id: components["schemas"]["Id"];
            principal_name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
            issuer: string;
            subject: string;
            /** @description The models that it may ask; absent but for a caller. */
            models?: components["schemas"]["Name"][];
            can: components["schemas"]["Can"];
        };
        SubjectList: {
            items: components["schemas"]["Subject"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        /** @description Never holds the secret. */
        Token: {
            id: components["schemas"]["Id"];
            principal: components["schemas"]["Id"];
            principal_name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
            environment: components["schemas"]["Slug"];
            /** @description Absent: all that the role allows. */
            scopes?: components["schemas"]["Permission"][];
            /** @description The models that a caller may ask. */
            models?: components["schemas"]["Name"][];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            created_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["Id"];
            expires_at: components["schemas"]["Timestamp"];
            last_used_at?: components["schemas"]["Timestamp"];
            revoked_at?: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        TokenCreated: {
            /** @description `arm_<id>_<secret><crc>`: shown in this answer and never again. */
            token: string;
            id: components["schemas"]["Id"];
            principal: components["schemas"]["Id"];
            principal_name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
            environment: components["schemas"]["Slug"];
            /** @description Absent: all that the role allows. */
            scopes?: components["schemas"]["Permission"][];
            /** @description The models that a caller may ask. */
            models?: components["schemas"]["Name"][];
            /** @enum {string} */
            state: "active" | "expired" | "revoked";
            created_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["Id"];
            expires_at: components["schemas"]["Timestamp"];
            last_used_at?: components["schemas"]["Timestamp"];
            revoked_at?: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        /** @description Default role: the owner's. Default environment: research. */
        TokenCreate: {
            /** @description The name of the principal who owns the token. Absent: the caller; for an operator in another tenant, a new service account of the token's role, named `<role>-<token id>`. */
            principal?: string;
            role?: components["schemas"]["Role"];
            environment?: components["schemas"]["Slug"];
            /** @description Narrows the role. A permission that the role lacks has no effect. Where the asking token has scopes, only some of these (else `permission_denied`), and these by default. */
            scopes?: components["schemas"]["Permission"][];
            /** @description The models that a caller may ask; they need not exist yet. Required for the role caller, refused for every other (`unknown_field`). */
            models?: components["schemas"]["Name"][];
            /** @description Default: 7,776,000 (90 days). Whoever makes tokens for itself only makes none that end later than the asking token (else `permission_denied`); the default is shortened to that. */
            expires_in_seconds?: number;
        };
        TokenList: {
            items: components["schemas"]["Token"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        QuotaLimits: {
            models: number;
            versions: number;
            /** @description Bytes of all versions. */
            stored_bytes: number;
            principals: number;
            /** @description Tokens that are active. */
            tokens: number;
            /** @description Requests of all of the tenant's tokens. */
            requests_per_second: number;
        };
        Quotas: {
            limits: components["schemas"]["QuotaLimits"];
            used: {
                models: number;
                versions: number;
                stored_bytes: number;
                principals: number;
                tokens: number;
            };
            updated_at: components["schemas"]["Timestamp"];
            can: components["schemas"]["Can"];
        };
        AuditEvent: {
            id: components["schemas"]["Id"];
            /** @description 1, 2, 3 ... without gaps in one tenant. */
            sequence: number;
            at: components["schemas"]["Timestamp"];
            by: components["schemas"]["Id"];
            by_name: components["schemas"]["Name"];
            /** @description A key of `actions` in contract/audit.yaml. */
            action: string;
            /** @enum {string} */
            object_kind: "tenant" | "team" | "principal" | "token" | "sign_in_link" | "session" | "quotas" | "model" | "version" | "deployment" | "system";
            /** @description The id of the object. */
            object: string;
            object_name?: string;
            /** @description What changed; never a secret. */
            details: {
                [key: string]: unknown;
            };
            request_id: string;
            previous_hash: string;
            hash: string;
            can: components["schemas"]["Can"];
        };
        AuditEventList: {
            items: components["schemas"]["AuditEvent"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        AuditVerification: {
            verified: boolean;
            /** @description How many events were read. */
            events: number;
            /** @description The hash of the last event; 64 zeros when there is none. */
            head: string;
            /** @description The sequence number at which the chain breaks; absent when it is whole. */
            first_broken?: number;
        };
        Model: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            kind: components["schemas"]["Kind"];
            latest_version: number;
            /** @description How many. */
            versions: number;
            created_at: components["schemas"]["Timestamp"];
            updated_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["Id"];
            can: components["schemas"]["Can"];
        };
        ModelList: {
            items: components["schemas"]["Model"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        TensorSpec: {
            name: string;
            /** @description As in the Open Inference Protocol; a text is BYTES. */
            datatype: string;
            /** @description -1: any length. */
            shape: number[];
        };
        Column: {
            /** @description The name of the column and of the tensor that takes it. */
            name: string;
            /** @enum {string} */
            type: "string" | "double" | "float" | "int64" | "bool";
            /** @description False: a record may leave the column out, which then counts as `default`. */
            required: boolean;
            /** @description True: null is a missing value. */
            nullable?: boolean;
            /** @description What an absent column counts as; absent itself: null. */
            default?: string | number | boolean | null;
            /** @description The tensor's element for a missing text. No caller may send it. */
            missing?: string;
            /** @description The only values that are accepted. */
            categories?: (string | number | boolean)[];
            /** @description Smallest accepted number. */
            minimum?: number;
            /** @description Largest accepted number. */
            maximum?: number;
            /** @description How many numbers a record gives for the column, as an array; absent: one, given bare. */
            size?: number;
        };
        /** @description The signature inside the ONNX file (contract/signature.schema.json), without its example rows. */
        Signature: {
            /** @enum {string} */
            task: "classification" | "regression";
            columns: components["schemas"]["Column"][];
            /** @description The names of tensors by meaning. */
            outputs: {
                label?: string;
                probabilities?: string;
                value?: string;
            };
            /** @description Labels in the order of the probabilities. */
            classes?: (string | number)[];
        };
        AdmissionStep: {
            /** @enum {string} */
            step: "structure" | "operators" | "bounds" | "signature";
            /** @enum {string} */
            state: "passed" | "failed" | "skipped";
            /** @description The error code of a failed step. */
            code?: string;
            message?: string;
        };
        /** @description Immutable once created, but for its state of admission. */
        Version: {
            id: components["schemas"]["Id"];
            model: components["schemas"]["Name"];
            number: number;
            kind: components["schemas"]["Kind"];
            /**
             * @description logged: only source artifacts; checking: in admission; servable; refused.
             * @enum {string}
             */
            state: "logged" | "checking" | "servable" | "refused";
            admission: components["schemas"]["AdmissionStep"][];
            size_bytes: number;
            size_class: components["schemas"]["SizeClass"];
            digest: components["schemas"]["Digest"];
            inputs: components["schemas"]["TensorSpec"][];
            outputs: components["schemas"]["TensorSpec"][];
            signature?: components["schemas"]["Signature"];
            /** @description How many example rows the bytes carry. */
            example_rows?: number;
            created_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["Id"];
            can: components["schemas"]["Can"];
        };
        /** @description What a list says of a version. */
        VersionSummary: {
            id: components["schemas"]["Id"];
            model: components["schemas"]["Name"];
            number: number;
            kind: components["schemas"]["Kind"];
            /** @enum {string} */
            state: "logged" | "checking" | "servable" | "refused";
            admission: components["schemas"]["AdmissionStep"][];
            size_bytes: number;
            size_class: components["schemas"]["SizeClass"];
            digest: components["schemas"]["Digest"];
            created_at: components["schemas"]["Timestamp"];
            created_by: components["schemas"]["Id"];
            can: components["schemas"]["Can"];
        };
        VersionList: {
            items: components["schemas"]["VersionSummary"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        /** @description One entry of the log of deployments. The last entry of a model in an environment says what is live there. */
        Deployment: {
            id: components["schemas"]["Id"];
            model: components["schemas"]["Name"];
            environment: components["schemas"]["Slug"];
            /** @description 1, 2, 3 ... for one model in one environment. */
            sequence: number;
            /** @enum {string} */
            state: "live" | "stopped";
            /** @description What is live since this entry; absent when it stopped the model. */
            version?: number;
            /** @description What was live before this entry; absent when nothing was. */
            previous_version?: number;
            /** @enum {string} */
            action: "deploy" | "rollback" | "stop";
            at: components["schemas"]["Timestamp"];
            by: components["schemas"]["Id"];
            by_name: components["schemas"]["Name"];
            digest?: components["schemas"]["Digest"];
            /** @description The signature of this record: `ed25519:<key id>:<base64>`. */
            signature: string;
            can: components["schemas"]["Can"];
        };
        DeploymentList: {
            items: components["schemas"]["Deployment"][];
            /** @description Send it as `cursor` for the next page. Absent on the last page. */
            next_cursor?: string;
            /** @description How many items the whole list has. */
            total: number;
            /** @description False when there are more than `total`; it is exact to 10,000. */
            total_is_exact: boolean;
        };
        DeploymentCreate: {
            version: number;
            /** @description The version that must be live for this to be done, 0 for none; else `conflict`. Absent: whatever is live. */
            expected_version?: number;
        };
        DeploymentChange: {
            /** @description The version that must be live for this to be done, 0 for none; else `conflict`. Absent: whatever is live. */
            expected_version?: number;
        };
        PredictRequest: {
            /** @description One object for each row: column to value. A column that the version does not know is reported, not refused; a record has at most 10,000 of them (`too_long`). */
            records: {
                [key: string]: string | number | boolean | null | number[];
            }[];
            options?: {
                /** @description Whether probabilities are wanted. Default: true. */
                probabilities?: boolean;
            };
        };
        /** @description `label` and `probabilities` of a classification, `value` of a regression. */
        Prediction: {
            label?: string | number;
            /** @description Class label, as text, to probability; an array where the version names no classes. */
            probabilities?: {
                [key: string]: number;
            } | number[];
            /** @description null when it is not finite. */
            value?: number | null;
        };
        PredictResponse: {
            model: components["schemas"]["Name"];
            version: number;
            request_id: string;
            /** @description In the order of the records. */
            predictions: components["schemas"]["Prediction"][];
            /** @description Columns that some record lacked and a default replaced. */
            missing_columns: string[];
            /** @description Columns that some record had and the version does not know. */
            unknown_columns: string[];
        };
        /** @description Parameters that the server does not know are ignored. */
        InferRequest: {
            id?: string;
            parameters?: {
                [key: string]: string | number | boolean;
            };
            inputs: {
                name: string;
                shape: number[];
                /** @enum {string} */
                datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "FP32" | "FP64" | "BYTES";
                parameters?: {
                    [key: string]: string | number | boolean;
                };
                /** @description Flat or nested, row major. */
                data: unknown[];
            }[];
            outputs?: {
                name: string;
                parameters?: {
                    [key: string]: string | number | boolean;
                };
            }[];
        };
        InferResponse: {
            model_name: string;
            model_version: string;
            id?: string;
            parameters?: {
                [key: string]: string | number | boolean;
            };
            outputs: {
                name: string;
                shape: number[];
                datatype: string;
                parameters?: {
                    [key: string]: string | number | boolean;
                };
                data: unknown[];
            }[];
        };
        ServerMetadata: {
            name: string;
            version: string;
            extensions: string[];
        };
        ModelMetadata: {
            name: string;
            /** @description Live first, then the warm previous one. */
            versions: string[];
            platform: string;
            inputs: components["schemas"]["TensorSpec"][];
            outputs: components["schemas"]["TensorSpec"][];
        };
        ModelReady: {
            name: string;
            ready: boolean;
        };
        Live: {
            live: boolean;
        };
        Ready: {
            ready: boolean;
            /** @description What an operator should mend although requests are taken. Missing where there is nothing. */
            details?: components["schemas"]["Trouble"][];
        };
        /** @description What is wrong with the server, without internals; its log says more. */
        Trouble: {
            /** @description A key of contract/errors.yaml. */
            code: string;
            /** @description What is wrong, in words. */
            message: string;
            /** @description What to do next. */
            next_step: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
    };
    responses: {
        /** @description Refused or failed. */
        Error: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "not_found",
                 *       "message": "There is no such thing, or it is not visible to this principal.",
                 *       "next_step": "Check the tenant, the environment and the name, and list what exists; a model answers only after it was deployed.",
                 *       "request_id": "01jdfx0000000000000000000f"
                 *     }
                 */
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Refused or failed. */
        OipError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "not_found: There is no such thing, or it is not visible to this principal."
                 *     }
                 */
                "application/json": components["schemas"]["OipError"];
            };
        };
    };
    parameters: {
        /**
         * @description The name of a tenant.
         * @example acme
         */
        Tenant: components["schemas"]["Slug"];
        /**
         * @description The name of an environment.
         * @example research
         */
        Environment: components["schemas"]["Slug"];
        /**
         * @description The name of a model, percent-encoded.
         * @example churn
         */
        Model: components["schemas"]["Name"];
        /**
         * @description The number of a version. Anything but digits is `not_found`.
         * @example 1
         */
        Version: number;
        /**
         * @description The id of a token.
         * @example k3v9q2
         */
        Token: components["schemas"]["Id"];
        /**
         * @description The id of one of one's own sessions.
         * @example 01jdfx0000000000000000000n
         */
        Session: components["schemas"]["Id"];
        /**
         * @description All segments below /ui.
         * @example t/acme/models
         */
        PagePath: string;
        /**
         * @description The id of a service account that a machine is let in as.
         * @example 01jdfx0000000000000000000e
         */
        Subject: components["schemas"]["Id"];
        /**
         * @description The page to go on with, by its path below /ui; /ui where it is left out.
         * @example /ui/t/acme/models
         */
        To: string;
        /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
        Filter: string;
        /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
        Sort: string;
        /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
        Fields: string;
        /** @description How many items a page has. */
        Limit: number;
        /** @description `next_cursor` of the page before, with the same filter and sort. */
        Cursor: string;
        /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
        IdempotencyKey: string;
        /**
         * @description The `ETag` of the last read, or `*` for any state. Without it: `precondition_required`.
         * @example *
         */
        IfMatch: string;
        /**
         * @description The kind of a new model; default tabular. An existing model keeps its own: another one is `model_kind_mismatch`.
         * @example tabular
         */
        KindQuery: components["schemas"]["Kind"];
        /**
         * @description What the sender computed. Other bytes are `digest_mismatch`.
         * @example sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526
         */
        ArmillaryDigest: components["schemas"]["Digest"];
        /** @description One range of bytes: `bytes=0-1023`. */
        Range: string;
        /** @description RFC 3339. Only the entry that was in force at this moment: none or one. There is nothing to choose from then: filter, sort and cursor beside it are refused. */
        At: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this state of the object; send it in `If-Match`. */
        Etag: string;
        /** @description Names this request in the logs; on every answer. */
        RequestId: string;
        /** @description With 429 and 503, where the same request may succeed; so many seconds from now. */
        RetryAfter: number;
        /** @description The digest of the whole content. */
        Digest: components["schemas"]["Digest"];
        /** @description `__Host-armillary=...; Path=/; Secure; HttpOnly; SameSite=Lax`, or the same with `Max-Age=0`. */
        SessionCookie: string;
        /** @description The path of the new object. */
        Location: string;
        /** @description The version that answered. */
        ModelVersion: string;
        /** @description Which bytes of how many. */
        ContentRange: string;
        /** @description `bytes` */
        AcceptRanges: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is where. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "armillary",
                     *       "version": "0.1.0",
                     *       "pages": "/ui",
                     *       "contract": "/api/v1/openapi.yaml"
                     *     }
                     */
                    "application/json": components["schemas"]["Root"];
                };
            };
            /** @description To the workbench. */
            303: {
                headers: {
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getFirstPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its first page. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The page that `If-None-Match` names. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description All segments below /ui.
                 * @example t/acme/models
                 */
                "path...": components["parameters"]["PagePath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page or the file. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The page or file that `If-None-Match` names. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            503: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file itself. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getWhoAmI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "principal": "01jdfx0000000000000000000c",
                     *       "name": "ada@acme.example",
                     *       "kind": "user",
                     *       "tenant": "acme",
                     *       "tenant_state": "active",
                     *       "environment": "research",
                     *       "role": "scientist",
                     *       "token": "k3v9q2",
                     *       "expires_at": "2027-02-22T10:00:00.000Z",
                     *       "permissions": [
                     *         "self.read",
                     *         "tenants.get",
                     *         "environments.list",
                     *         "tokens.create",
                     *         "tokens.list",
                     *         "tokens.revoke",
                     *         "quotas.get",
                     *         "models.register",
                     *         "models.list",
                     *         "models.get",
                     *         "models.download",
                     *         "models.describe",
                     *         "deployments.list",
                     *         "deployments.get",
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop",
                     *         "predict"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WhoAmI"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session of the cookie. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000n",
                     *       "person": {
                     *         "id": "01jdfx0000000000000000000p",
                     *         "name": "ada@acme.example",
                     *         "issuer": "local"
                     *       },
                     *       "csrf_token": "1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "idle_ends_at": "2026-11-24T22:00:00.000Z",
                     *       "ends_at": "2026-12-01T10:00:00.000Z",
                     *       "memberships": [
                     *         {
                     *           "tenant": "acme",
                     *           "display_name": "Acme Telecom",
                     *           "state": "active",
                     *           "role": "viewer",
                     *           "permissions": [
                     *             "self.read",
                     *             "self.session",
                     *             "self.preferences",
                     *             "self.stream",
                     *             "sign_in_links.create",
                     *             "tenants.get",
                     *             "environments.list",
                     *             "quotas.get",
                     *             "models.list",
                     *             "models.get",
                     *             "models.download",
                     *             "models.describe",
                     *             "deployments.list",
                     *             "deployments.get"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "4kZ0sVb2QpR7xM1nT9cWyL"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in. */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000n",
                     *       "person": {
                     *         "id": "01jdfx0000000000000000000p",
                     *         "name": "ada@acme.example",
                     *         "issuer": "local"
                     *       },
                     *       "csrf_token": "1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "idle_ends_at": "2026-11-24T22:00:00.000Z",
                     *       "ends_at": "2026-12-01T10:00:00.000Z",
                     *       "memberships": [
                     *         {
                     *           "tenant": "acme",
                     *           "display_name": "Acme Telecom",
                     *           "state": "active",
                     *           "role": "viewer",
                     *           "permissions": [
                     *             "self.read",
                     *             "self.session",
                     *             "self.preferences",
                     *             "self.stream",
                     *             "sign_in_links.create",
                     *             "tenants.get",
                     *             "environments.list",
                     *             "quotas.get",
                     *             "models.list",
                     *             "models.get",
                     *             "models.download",
                     *             "models.describe",
                     *             "deployments.list",
                     *             "deployments.get"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended, within a second everywhere; the cookie is taken back. */
            204: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that have not ended. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000n",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "seen_at": "2026-11-24T10:07:00.000Z",
                     *           "ends_at": "2026-12-01T10:00:00.000Z",
                     *           "user_agent": "Mozilla/5.0",
                     *           "remote_address": "127.0.0.1",
                     *           "is_current": true,
                     *           "can": [
                     *             "self.session"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of one of one's own sessions.
                 * @example 01jdfx0000000000000000000n
                 */
                session: components["parameters"]["Session"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "4kZ0sVb2QpR7xM1nT9cWyL",
                     *       "path": "/ui/sign-in#4kZ0sVb2QpR7xM1nT9cWyL",
                     *       "expires_at": "2026-11-24T10:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ways in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "links": true,
                     *       "provider": {
                     *         "issuer": "https://id.example",
                     *         "sign_in": "/api/v1/sign-in"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Identity"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    beginSignIn: {
        parameters: {
            query?: {
                /**
                 * @description The page to go on with, by its path below /ui; /ui where it is left out.
                 * @example /ui/t/acme/models
                 */
                to?: components["parameters"]["To"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the identity provider, or back to the page to sign in. */
            303: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page to go on with, or back to the one to sign in. */
            303: {
                headers: {
                    Location: components["headers"]["Location"];
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    takeLogoutNotice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description A JSON web token that the provider has signed. */
                    logout_token: string;
                };
            };
        };
        responses: {
            /** @description Done, or nobody here was meant. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Empty"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "theme": "system",
                     *       "density": "compact",
                     *       "can": [
                     *         "self.preferences"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    updatePreferences: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The `ETag` of the last read, or `*` for any state. Without it: `precondition_required`.
                 * @example *
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "theme": "dark",
                 *       "density": "comfortable",
                 *       "zone": "Europe/Berlin"
                 *     }
                 */
                "application/json": components["schemas"]["PreferencesUpdate"];
            };
        };
        responses: {
            /** @description Kept. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "theme": "dark",
                     *       "density": "comfortable",
                     *       "zone": "Europe/Berlin",
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "self.preferences"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    streamChanges: {
        parameters: {
            query?: {
                /**
                 * @description Separated by commas; without it all that may be read in one's own tenant.
                 * @example t/acme/deployments,t/acme/models
                 */
                topics?: string;
                /**
                 * @description The id of the last event that was seen; of no effect beside `Last-Event-ID`.
                 * @example 41
                 */
                since?: number;
            };
            header?: {
                /**
                 * @description The id of the last event that was seen.
                 * @example 41
                 */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until one side ends it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 42
                     *     data: {"topic":"t/acme/deployments","id":42,"kind":"deployments.create","object":"01jdfx0000000000000000000d","name":"churn","tenant":"acme","environment":"research","revision":3,"at":"2026-11-24T10:00:00.000Z"}
                     */
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000a",
                     *           "name": "acme",
                     *           "display_name": "Acme Telecom",
                     *           "state": "active",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "updated_at": "2026-11-24T10:00:00.000Z",
                     *           "can": [
                     *             "tenants.get",
                     *             "tenants.update"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["TenantList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "initech",
                 *       "display_name": "Initech"
                 *     }
                 */
                "application/json": components["schemas"]["TenantCreate"];
            };
        };
        responses: {
            /** @description Created, active. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    Location: components["headers"]["Location"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000a",
                     *       "name": "initech",
                     *       "display_name": "Initech",
                     *       "state": "active",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "tenants.get",
                     *         "tenants.update"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000a",
                     *       "name": "acme",
                     *       "display_name": "Acme Telecom",
                     *       "state": "active",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "tenants.get",
                     *         "tenants.update"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The `ETag` of the last read, or `*` for any state. Without it: `precondition_required`.
                 * @example *
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "Acme Telecom"
                 *     }
                 */
                "application/json": components["schemas"]["TenantUpdate"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000a",
                     *       "name": "acme",
                     *       "display_name": "Acme Telecom",
                     *       "state": "active",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "tenants.get",
                     *         "tenants.update"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listTeams: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000b",
                     *           "name": "applied-science",
                     *           "display_name": "Applied science",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "can": []
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "applied-science",
                 *       "display_name": "Applied science"
                 *     }
                 */
                "application/json": components["schemas"]["TeamCreate"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000b",
                     *       "name": "applied-science",
                     *       "display_name": "Applied science",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "can": []
                     *     }
                     */
                    "application/json": components["schemas"]["Team"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listEnvironments: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "research",
                     *           "rung": 1,
                     *           "can": [
                     *             "deployments.list",
                     *             "deployments.create"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listPrincipals: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000c",
                     *           "name": "ada@acme.example",
                     *           "kind": "user",
                     *           "role": "scientist",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "can": []
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["PrincipalList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createPrincipal: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace@acme.example",
                 *       "kind": "user",
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": components["schemas"]["PrincipalCreate"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000c",
                     *       "name": "grace@acme.example",
                     *       "kind": "user",
                     *       "role": "viewer",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "can": []
                     *     }
                     */
                    "application/json": components["schemas"]["Principal"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listSubjects: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000e",
                     *           "principal_name": "nightly",
                     *           "role": "scientist",
                     *           "issuer": "https://id.example",
                     *           "subject": "0oa1b2c3",
                     *           "can": [
                     *             "subjects.delete"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["SubjectList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createSubject: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "principal": "nightly",
                 *       "issuer": "https://id.example",
                 *       "subject": "0oa1b2c3"
                 *     }
                 */
                "application/json": components["schemas"]["SubjectCreate"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000e",
                     *       "principal_name": "nightly",
                     *       "role": "scientist",
                     *       "issuer": "https://id.example",
                     *       "subject": "0oa1b2c3",
                     *       "can": [
                     *         "subjects.delete"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Subject"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteSubject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The id of a service account that a machine is let in as.
                 * @example 01jdfx0000000000000000000e
                 */
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "k3v9q2",
                     *           "principal": "01jdfx0000000000000000000c",
                     *           "principal_name": "ada@acme.example",
                     *           "role": "scientist",
                     *           "environment": "research",
                     *           "state": "active",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "created_by": "01jdfx0000000000000000000d",
                     *           "expires_at": "2027-02-22T10:00:00.000Z",
                     *           "can": [
                     *             "tokens.revoke"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer",
                 *       "expires_in_seconds": 86400
                 *     }
                 */
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "arm_k3v9q2_0000000000000000000000000000000000000000000",
                     *       "id": "k3v9q2",
                     *       "principal": "01jdfx0000000000000000000c",
                     *       "principal_name": "ada@acme.example",
                     *       "role": "viewer",
                     *       "environment": "research",
                     *       "state": "active",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "created_by": "01jdfx0000000000000000000c",
                     *       "expires_at": "2026-11-25T10:00:00.000Z",
                     *       "can": [
                     *         "tokens.revoke"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The id of a token.
                 * @example k3v9q2
                 */
                token: components["parameters"]["Token"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "k3v9q2",
                     *       "principal": "01jdfx0000000000000000000c",
                     *       "principal_name": "ada@acme.example",
                     *       "role": "scientist",
                     *       "environment": "research",
                     *       "state": "revoked",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "created_by": "01jdfx0000000000000000000d",
                     *       "expires_at": "2027-02-22T10:00:00.000Z",
                     *       "can": [],
                     *       "revoked_at": "2026-11-24T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Token"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quotas. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": {
                     *         "models": 100000,
                     *         "versions": 1000000,
                     *         "stored_bytes": 107374182400,
                     *         "principals": 10000,
                     *         "tokens": 10000,
                     *         "requests_per_second": 100000
                     *       },
                     *       "used": {
                     *         "models": 1,
                     *         "versions": 1,
                     *         "stored_bytes": 602,
                     *         "principals": 2,
                     *         "tokens": 2
                     *       },
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "quotas.get",
                     *         "quotas.update"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Quotas"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    updateQuotas: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The `ETag` of the last read, or `*` for any state. Without it: `precondition_required`.
                 * @example *
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "models": 100000,
                 *       "versions": 1000000,
                 *       "stored_bytes": 107374182400,
                 *       "principals": 10000,
                 *       "tokens": 10000,
                 *       "requests_per_second": 100000
                 *     }
                 */
                "application/json": components["schemas"]["QuotaLimits"];
            };
        };
        responses: {
            /** @description Set. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": {
                     *         "models": 100000,
                     *         "versions": 1000000,
                     *         "stored_bytes": 107374182400,
                     *         "principals": 10000,
                     *         "tokens": 10000,
                     *         "requests_per_second": 100000
                     *       },
                     *       "used": {
                     *         "models": 1,
                     *         "versions": 1,
                     *         "stored_bytes": 602,
                     *         "principals": 2,
                     *         "tokens": 2
                     *       },
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "can": [
                     *         "quotas.get",
                     *         "quotas.update"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Quotas"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000e",
                     *           "sequence": 1,
                     *           "at": "2026-11-24T10:00:00.000Z",
                     *           "by": "01jdfx0000000000000000000d",
                     *           "by_name": "operator",
                     *           "action": "tokens.create",
                     *           "object_kind": "token",
                     *           "object": "k3v9q2",
                     *           "details": {
                     *             "role": "scientist",
                     *             "environment": "research"
                     *           },
                     *           "request_id": "01jdfx0000000000000000000f",
                     *           "previous_hash": "0000000000000000000000000000000000000000000000000000000000000000",
                     *           "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "can": []
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEventList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verified": true,
                     *       "events": 1,
                     *       "head": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                     *     }
                     */
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000g",
                     *           "name": "churn",
                     *           "kind": "tabular",
                     *           "latest_version": 1,
                     *           "versions": 1,
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "updated_at": "2026-11-24T10:00:00.000Z",
                     *           "created_by": "01jdfx0000000000000000000c",
                     *           "can": [
                     *             "models.get",
                     *             "models.register"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000g",
                     *       "name": "churn",
                     *       "kind": "tabular",
                     *       "latest_version": 1,
                     *       "versions": 1,
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "updated_at": "2026-11-24T10:00:00.000Z",
                     *       "created_by": "01jdfx0000000000000000000c",
                     *       "can": [
                     *         "models.get",
                     *         "models.register"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Model"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000h",
                     *           "model": "churn",
                     *           "number": 1,
                     *           "kind": "tabular",
                     *           "state": "servable",
                     *           "admission": [
                     *             {
                     *               "step": "structure",
                     *               "state": "passed"
                     *             },
                     *             {
                     *               "step": "operators",
                     *               "state": "passed"
                     *             },
                     *             {
                     *               "step": "bounds",
                     *               "state": "passed"
                     *             },
                     *             {
                     *               "step": "signature",
                     *               "state": "passed"
                     *             }
                     *           ],
                     *           "size_bytes": 602,
                     *           "size_class": "small",
                     *           "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *           "created_at": "2026-11-24T10:00:00.000Z",
                     *           "created_by": "01jdfx0000000000000000000c",
                     *           "can": [
                     *             "models.get",
                     *             "models.download",
                     *             "deployments.create"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    registerVersion: {
        parameters: {
            query?: {
                /**
                 * @description The kind of a new model; default tabular. An existing model keeps its own: another one is `model_kind_mismatch`.
                 * @example tabular
                 */
                kind?: components["parameters"]["KindQuery"];
            };
            header?: {
                /**
                 * @description What the sender computed. Other bytes are `digest_mismatch`.
                 * @example sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526
                 */
                "Armillary-Digest"?: components["parameters"]["ArmillaryDigest"];
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        /** @description The bytes of an ONNX file. Streamed; with Content-Encoding gzip it is unpacked on the way, and the limit is of what comes out. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Registered. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    Location: components["headers"]["Location"];
                    "Armillary-Digest": components["headers"]["Digest"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000h",
                     *       "model": "churn",
                     *       "number": 1,
                     *       "kind": "tabular",
                     *       "state": "servable",
                     *       "admission": [
                     *         {
                     *           "step": "structure",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "operators",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "bounds",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "signature",
                     *           "state": "passed"
                     *         }
                     *       ],
                     *       "size_bytes": 602,
                     *       "size_class": "small",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ],
                     *       "signature": {
                     *         "task": "classification",
                     *         "columns": [
                     *           {
                     *             "name": "tenure",
                     *             "type": "float",
                     *             "required": true,
                     *             "nullable": false
                     *           }
                     *         ],
                     *         "outputs": {
                     *           "label": "label",
                     *           "probabilities": "probabilities"
                     *         },
                     *         "classes": [
                     *           "No",
                     *           "Yes"
                     *         ]
                     *       },
                     *       "example_rows": 1,
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "created_by": "01jdfx0000000000000000000c",
                     *       "can": [
                     *         "models.get",
                     *         "models.download",
                     *         "deployments.create"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The version. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000h",
                     *       "model": "churn",
                     *       "number": 1,
                     *       "kind": "tabular",
                     *       "state": "servable",
                     *       "admission": [
                     *         {
                     *           "step": "structure",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "operators",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "bounds",
                     *           "state": "passed"
                     *         },
                     *         {
                     *           "step": "signature",
                     *           "state": "passed"
                     *         }
                     *       ],
                     *       "size_bytes": 602,
                     *       "size_class": "small",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ],
                     *       "signature": {
                     *         "task": "classification",
                     *         "columns": [
                     *           {
                     *             "name": "tenure",
                     *             "type": "float",
                     *             "required": true,
                     *             "nullable": false
                     *           }
                     *         ],
                     *         "outputs": {
                     *           "label": "label",
                     *           "probabilities": "probabilities"
                     *         },
                     *         "classes": [
                     *           "No",
                     *           "Yes"
                     *         ]
                     *       },
                     *       "example_rows": 1,
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "created_by": "01jdfx0000000000000000000c",
                     *       "can": [
                     *         "models.get",
                     *         "models.download",
                     *         "deployments.create"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    downloadVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description One range of bytes: `bytes=0-1023`. */
                Range?: components["parameters"]["Range"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All bytes. */
            200: {
                headers: {
                    "Armillary-Digest": components["headers"]["Digest"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The range. */
            206: {
                headers: {
                    "Armillary-Digest": components["headers"]["Digest"];
                    "Content-Range": components["headers"]["ContentRange"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listDeployments: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000j",
                     *           "model": "churn",
                     *           "environment": "research",
                     *           "sequence": 1,
                     *           "state": "live",
                     *           "version": 1,
                     *           "action": "deploy",
                     *           "at": "2026-11-24T10:00:00.000Z",
                     *           "by": "01jdfx0000000000000000000c",
                     *           "by_name": "ada@acme.example",
                     *           "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *           "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *           "can": [
                     *             "deployments.create",
                     *             "deployments.rollback",
                     *             "deployments.stop"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last entry. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000j",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 1,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "deploy",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["DeploymentCreate"];
            };
        };
        responses: {
            /** @description Live. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000j",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 1,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "deploy",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listDeploymentHistory: {
        parameters: {
            query?: {
                /** @description RFC 3339. Only the entry that was in force at this moment: none or one. There is nothing to choose from then: filter, sort and cursor beside it are refused. */
                at?: components["parameters"]["At"];
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000j",
                     *           "model": "churn",
                     *           "environment": "research",
                     *           "sequence": 1,
                     *           "state": "live",
                     *           "version": 1,
                     *           "action": "deploy",
                     *           "at": "2026-11-24T10:00:00.000Z",
                     *           "by": "01jdfx0000000000000000000c",
                     *           "by_name": "ada@acme.example",
                     *           "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *           "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *           "can": [
                     *             "deployments.create",
                     *             "deployments.rollback",
                     *             "deployments.stop"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    rollbackDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["DeploymentChange"];
            };
        };
        responses: {
            /** @description Live. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000k",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 3,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "rollback",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ],
                     *       "previous_version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    stopDeployment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["DeploymentChange"];
            };
        };
        responses: {
            /** @description Stopped. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000m",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 2,
                     *       "state": "stopped",
                     *       "action": "stop",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback"
                     *       ],
                     *       "previous_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    predictByDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "tenure": 2
                 *         },
                 *         {
                 *           "tenure": 60
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description One prediction for each record. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model": "churn",
                     *       "version": 1,
                     *       "request_id": "01jdfx0000000000000000000f",
                     *       "predictions": [
                     *         {
                     *           "label": "Yes",
                     *           "probabilities": {
                     *             "No": 0.42556,
                     *             "Yes": 0.57444
                     *           }
                     *         },
                     *         {
                     *           "label": "No",
                     *           "probabilities": {
                     *             "No": 0.99593,
                     *             "Yes": 0.00407
                     *           }
                     *         }
                     *       ],
                     *       "missing_columns": [],
                     *       "unknown_columns": []
                     *     }
                     */
                    "application/json": components["schemas"]["PredictResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listDeploymentsInEnvironment: {
        parameters: {
            query?: {
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000j",
                     *           "model": "churn",
                     *           "environment": "research",
                     *           "sequence": 1,
                     *           "state": "live",
                     *           "version": 1,
                     *           "action": "deploy",
                     *           "at": "2026-11-24T10:00:00.000Z",
                     *           "by": "01jdfx0000000000000000000c",
                     *           "by_name": "ada@acme.example",
                     *           "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *           "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *           "can": [
                     *             "deployments.create",
                     *             "deployments.rollback",
                     *             "deployments.stop"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getDeploymentInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last entry. */
            200: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000j",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 1,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "deploy",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createDeploymentInEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["DeploymentCreate"];
            };
        };
        responses: {
            /** @description Live. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000j",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 1,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "deploy",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listDeploymentHistoryInEnvironment: {
        parameters: {
            query?: {
                /** @description RFC 3339. Only the entry that was in force at this moment: none or one. There is nothing to choose from then: filter, sort and cursor beside it are refused. */
                at?: components["parameters"]["At"];
                /** @description Comparisons joined by AND, in MLflow's grammar: `name LIKE 'ch%' AND kind = 'tabular'`. Fields: `x-list.filter` of the operation. Texts know `=`, `!=`, `LIKE` and `ILIKE` (of ASCII letters), in whose patterns `%` (at most 8) stands for any text, `_` for one character, and nothing escapes them; numbers and times know `=`, `!=`, `<`, `<=`, `>` and `>=`; a time is RFC 3339 text or milliseconds since 1970. At most 20 comparisons. */
                filter?: components["parameters"]["Filter"];
                /** @description Up to 4 fields of `x-list.sort`, separated by commas, each alone or with ` ASC`, with ` DESC`, or as `-name`, which is the same as `name DESC`. */
                sort?: components["parameters"]["Sort"];
                /** @description Fields of the items that are wanted, separated by commas. `id` (an environment's `name`) is always there; a field that the items cannot have is `not_one_of`. */
                fields?: components["parameters"]["Fields"];
                /** @description How many items a page has. */
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "01jdfx0000000000000000000j",
                     *           "model": "churn",
                     *           "environment": "research",
                     *           "sequence": 1,
                     *           "state": "live",
                     *           "version": 1,
                     *           "action": "deploy",
                     *           "at": "2026-11-24T10:00:00.000Z",
                     *           "by": "01jdfx0000000000000000000c",
                     *           "by_name": "ada@acme.example",
                     *           "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *           "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *           "can": [
                     *             "deployments.create",
                     *             "deployments.rollback",
                     *             "deployments.stop"
                     *           ]
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "total_is_exact": true
                     *     }
                     */
                    "application/json": components["schemas"]["DeploymentList"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    rollbackDeploymentInEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["DeploymentChange"];
            };
        };
        responses: {
            /** @description Live. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000k",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 3,
                     *       "state": "live",
                     *       "version": 1,
                     *       "action": "rollback",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "digest": "sha256=bdc14148b7164e33472593df5f3cedea5422bd8efc5c6b690ec23d7d32a96526",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback",
                     *         "deployments.stop"
                     *       ],
                     *       "previous_version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    stopDeploymentInEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 255 visible ASCII characters of your choice. The same key with the same request answers what the first one answered, for a day; an answer with a secret is `secret_shown_once`. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["DeploymentChange"];
            };
        };
        responses: {
            /** @description Stopped. */
            201: {
                headers: {
                    ETag: components["headers"]["Etag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "01jdfx0000000000000000000m",
                     *       "model": "churn",
                     *       "environment": "research",
                     *       "sequence": 2,
                     *       "state": "stopped",
                     *       "action": "stop",
                     *       "at": "2026-11-24T10:00:00.000Z",
                     *       "by": "01jdfx0000000000000000000c",
                     *       "by_name": "ada@acme.example",
                     *       "signature": "ed25519:k1:c2lnbmF0dXJl",
                     *       "can": [
                     *         "deployments.create",
                     *         "deployments.rollback"
                     *       ],
                     *       "previous_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    predictByDeploymentInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "tenure": 2
                 *         },
                 *         {
                 *           "tenure": 60
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description One prediction for each record. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model": "churn",
                     *       "version": 1,
                     *       "request_id": "01jdfx0000000000000000000f",
                     *       "predictions": [
                     *         {
                     *           "label": "Yes",
                     *           "probabilities": {
                     *             "No": 0.42556,
                     *             "Yes": 0.57444
                     *           }
                     *         },
                     *         {
                     *           "label": "No",
                     *           "probabilities": {
                     *             "No": 0.99593,
                     *             "Yes": 0.00407
                     *           }
                     *         }
                     *       ],
                     *       "missing_columns": [],
                     *       "unknown_columns": []
                     *     }
                     */
                    "application/json": components["schemas"]["PredictResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    predict: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "tenure": 2
                 *         },
                 *         {
                 *           "tenure": 60
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description One prediction for each record. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model": "churn",
                     *       "version": 1,
                     *       "request_id": "01jdfx0000000000000000000f",
                     *       "predictions": [
                     *         {
                     *           "label": "Yes",
                     *           "probabilities": {
                     *             "No": 0.42556,
                     *             "Yes": 0.57444
                     *           }
                     *         },
                     *         {
                     *           "label": "No",
                     *           "probabilities": {
                     *             "No": 0.99593,
                     *             "Yes": 0.00407
                     *           }
                     *         }
                     *       ],
                     *       "missing_columns": [],
                     *       "unknown_columns": []
                     *     }
                     */
                    "application/json": components["schemas"]["PredictResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "armillary",
                     *       "version": "0.1.0",
                     *       "extensions": []
                     *     }
                     */
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "live": true
                     *     }
                     */
                    "application/json": components["schemas"]["Live"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description It starts or stops. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": false
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    infer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    inferVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    predictInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "tenure": 2
                 *         },
                 *         {
                 *           "tenure": 60
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description One prediction for each record. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model": "churn",
                     *       "version": 1,
                     *       "request_id": "01jdfx0000000000000000000f",
                     *       "predictions": [
                     *         {
                     *           "label": "Yes",
                     *           "probabilities": {
                     *             "No": 0.42556,
                     *             "Yes": 0.57444
                     *           }
                     *         },
                     *         {
                     *           "label": "No",
                     *           "probabilities": {
                     *             "No": 0.99593,
                     *             "Yes": 0.00407
                     *           }
                     *         }
                     *       ],
                     *       "missing_columns": [],
                     *       "unknown_columns": []
                     *     }
                     */
                    "application/json": components["schemas"]["PredictResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getServerMetadataInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "armillary",
                     *       "version": "0.1.0",
                     *       "extensions": []
                     *     }
                     */
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerLiveInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "live": true
                     *     }
                     */
                    "application/json": components["schemas"]["Live"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerReadyInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description It starts or stops. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": false
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelMetadataInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelReadyInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    inferInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionMetadataInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionReadyInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    inferVersionInTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    predictInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "tenure": 2
                 *         },
                 *         {
                 *           "tenure": 60
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PredictRequest"];
            };
        };
        responses: {
            /** @description One prediction for each record. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model": "churn",
                     *       "version": 1,
                     *       "request_id": "01jdfx0000000000000000000f",
                     *       "predictions": [
                     *         {
                     *           "label": "Yes",
                     *           "probabilities": {
                     *             "No": 0.42556,
                     *             "Yes": 0.57444
                     *           }
                     *         },
                     *         {
                     *           "label": "No",
                     *           "probabilities": {
                     *             "No": 0.99593,
                     *             "Yes": 0.00407
                     *           }
                     *         }
                     *       ],
                     *       "missing_columns": [],
                     *       "unknown_columns": []
                     *     }
                     */
                    "application/json": components["schemas"]["PredictResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getServerMetadataInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "armillary",
                     *       "version": "0.1.0",
                     *       "extensions": []
                     *     }
                     */
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerLiveInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "live": true
                     *     }
                     */
                    "application/json": components["schemas"]["Live"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getServerReadyInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description It starts or stops. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": false
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelMetadataInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelReadyInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    inferInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionMetadataInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "versions": [
                     *         "1"
                     *       ],
                     *       "platform": "onnx_onnxv1",
                     *       "inputs": [
                     *         {
                     *           "name": "tenure",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             1
                     *           ]
                     *         }
                     *       ],
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "datatype": "BYTES",
                     *           "shape": [
                     *             -1
                     *           ]
                     *         },
                     *         {
                     *           "name": "probabilities",
                     *           "datatype": "FP32",
                     *           "shape": [
                     *             -1,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ModelMetadata"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    getModelVersionReadyInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "churn",
                     *       "ready": true
                     *     }
                     */
                    "application/json": components["schemas"]["ModelReady"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
    inferVersionInEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a tenant.
                 * @example acme
                 */
                tenant: components["parameters"]["Tenant"];
                /**
                 * @description The name of an environment.
                 * @example research
                 */
                environment: components["parameters"]["Environment"];
                /**
                 * @description The name of a model, percent-encoded.
                 * @example churn
                 */
                model: components["parameters"]["Model"];
                /**
                 * @description The number of a version. Anything but digits is `not_found`.
                 * @example 1
                 */
                version: components["parameters"]["Version"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "a1",
                 *       "inputs": [
                 *         {
                 *           "name": "tenure",
                 *           "shape": [
                 *             2,
                 *             1
                 *           ],
                 *           "datatype": "FP32",
                 *           "data": [
                 *             2,
                 *             60
                 *           ]
                 *         }
                 *       ],
                 *       "outputs": [
                 *         {
                 *           "name": "label"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InferRequest"];
            };
        };
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "Armillary-Model-Version": components["headers"]["ModelVersion"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "model_name": "churn",
                     *       "model_version": "1",
                     *       "id": "a1",
                     *       "outputs": [
                     *         {
                     *           "name": "label",
                     *           "shape": [
                     *             2
                     *           ],
                     *           "datatype": "BYTES",
                     *           "data": [
                     *             "Yes",
                     *             "No"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            default: components["responses"]["OipError"];
        };
    };
}
