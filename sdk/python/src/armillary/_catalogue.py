"""The error classes of the catalogue. Made by tools/generate_errors.py; do not edit.

One class per canonical status, and under it one per code of contract/errors.yaml.
"""

# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from armillary._errors import ApiError


class Unauthenticated(ApiError):
    """No token was sent."""


class Unavailable(ApiError):
    """Base of all errors with the status unavailable."""


class PermissionDenied(ApiError):
    """This principal may not do this."""


class FailedPrecondition(ApiError):
    """Base of all errors with the status failed_precondition."""


class NotFound(ApiError):
    """There is no such thing, or it is not visible to this principal."""


class Unimplemented(ApiError):
    """This part of the protocol is not offered."""


class InvalidArgument(ApiError):
    """Base of all errors with the status invalid_argument."""


class AlreadyExists(ApiError):
    """The name is taken."""


class Aborted(ApiError):
    """Base of all errors with the status aborted."""


class ResourceExhausted(ApiError):
    """Base of all errors with the status resource_exhausted."""


class DeadlineExceeded(ApiError):
    """Base of all errors with the status deadline_exceeded."""


class Cancelled(ApiError):
    """The caller went away before the answer was ready."""

    retry = True


class Internal(ApiError):
    """Something failed inside the server."""

    retry = True


class TokenMalformed(Unauthenticated):
    """The token is not one of ours or was cut."""


class TokenUnknown(Unauthenticated):
    """No such token."""


class TokenExpired(Unauthenticated):
    """The token has expired."""


class TokenRevoked(Unauthenticated):
    """The token was revoked."""


class SessionUnknown(Unauthenticated):
    """Nobody is signed in."""


class SessionEnded(Unauthenticated):
    """The session has ended."""


class SignInCodeInvalid(Unauthenticated):
    """The sign-in link is unknown, was used or has expired."""


class SignInStateInvalid(Unauthenticated):
    """The sign-in was not begun in this browser, or too long ago."""


class IdentityTokenRefused(Unauthenticated):
    """What the identity provider said cannot be trusted."""


class IdentityProviderUnavailable(Unavailable):
    """The identity provider does not answer."""

    retry = True


class PersonDisabled(Unauthenticated):
    """This person may not sign in any more."""


class RoleNotGrantable(PermissionDenied):
    """A role above one's own cannot be given."""


class CsrfTokenInvalid(PermissionDenied):
    """A change with a session needs the session's own X-CSRF-Token."""


class OriginNotAllowed(PermissionDenied):
    """A page of another origin may not act for this session."""


class LastAdmin(FailedPrecondition):
    """The last admin of a tenant cannot be removed."""


class TenantSuspended(PermissionDenied):
    """The tenant is suspended."""


class TenantBeingDeleted(PermissionDenied):
    """The tenant is being deleted."""


class TlsRequired(PermissionDenied):
    """A connection beyond this machine must use TLS."""


class ModelNotDeployed(NotFound):
    """The model is not deployed in this environment."""


class MethodNotAllowed(Unimplemented):
    """The path does not know this method."""


class BadRequest(InvalidArgument):
    """The request is not well-formed HTTP."""


class InvalidPath(InvalidArgument):
    """The path is not well-formed."""


class UriTooLong(InvalidArgument):
    """The address is too long."""


class HeaderTooLarge(InvalidArgument):
    """The header is too large."""


class BodyTooLarge(InvalidArgument):
    """The body is larger than this route takes."""


class MissingBody(InvalidArgument):
    """The request has no body."""


class UnexpectedBody(InvalidArgument):
    """This route takes no body."""


class UnsupportedMediaType(InvalidArgument):
    """The body's media type is not taken here."""


class UnsupportedEncoding(InvalidArgument):
    """The body's content encoding is not taken here."""


class InvalidEncoding(InvalidArgument):
    """The compressed body cannot be unpacked."""


class TruncatedBody(InvalidArgument):
    """The body ended early."""

    retry = True


class DigestMismatch(InvalidArgument):
    """The bytes do not have the digest that was announced."""

    retry = True


class InvalidHeader(InvalidArgument):
    """A header field has a value that cannot be read."""


class RangeNotSatisfiable(InvalidArgument):
    """The range lies outside the content."""


class NotAcceptable(InvalidArgument):
    """None of the accepted media types can be given."""


class InvalidJson(InvalidArgument):
    """The body is not JSON."""


class InvalidUtf8(InvalidArgument):
    """The text is not UTF-8."""


class DuplicateKey(InvalidArgument):
    """An object has the same key twice."""


class TooDeep(InvalidArgument):
    """The body is nested too deeply."""


class UnknownField(InvalidArgument):
    """A field is not known here."""


class MissingField(InvalidArgument):
    """A required field is missing."""


class WrongType(InvalidArgument):
    """A field has the wrong type."""


class TooLong(InvalidArgument):
    """A value is too long."""


class TooShort(InvalidArgument):
    """A value is too short."""


class OutOfRange(InvalidArgument):
    """A number is outside its range."""


class NotOneOf(InvalidArgument):
    """A value is not one of those allowed."""


class InvalidName(InvalidArgument):
    """The name does not follow the grammar of names."""


class InvalidCharacters(InvalidArgument):
    """A value has characters that are not allowed."""


class InvalidFormat(InvalidArgument):
    """A value does not have the required form."""


class DuplicateValue(InvalidArgument):
    """A list has the same value twice."""


class ReservedName(InvalidArgument):
    """The name is reserved."""


class UnknownParameter(InvalidArgument):
    """A query parameter is not known here."""


class DuplicateParameter(InvalidArgument):
    """A query parameter was sent twice."""


class InvalidFilter(InvalidArgument):
    """The filter cannot be read."""


class InvalidSort(InvalidArgument):
    """The list cannot be sorted like this."""


class InvalidCursor(InvalidArgument):
    """The cursor is not from this list."""


class NothingToChange(InvalidArgument):
    """The edit names no field."""


class Conflict(Aborted):
    """Somebody else changed it first."""


class PreconditionFailed(FailedPrecondition):
    """The object has changed since it was read."""


class PreconditionRequired(FailedPrecondition):
    """An edit must say which state it edits."""


class IdempotencyKeyReused(InvalidArgument):
    """The idempotency key was used for another request."""


class IdempotencyInProgress(Aborted):
    """The first request with this idempotency key is still running."""

    retry = True


class SecretShownOnce(FailedPrecondition):
    """The secret was shown in the first answer and is not kept."""


class PromotionRequired(FailedPrecondition):
    """Nothing enters or leaves this environment without a promotion."""


class NoPreviousVersion(FailedPrecondition):
    """There is no earlier version to go back to."""


class HouseIsFixed(FailedPrecondition):
    """The operator's own tenant cannot be changed like this."""


class LastOperatorToken(FailedPrecondition):
    """The last valid token of an operator cannot be revoked."""


class QuotaExceeded(ResourceExhausted):
    """The tenant has reached its quota."""


class TooManyRequests(ResourceExhausted):
    """The tenant sends more requests than its share."""

    retry = True


class TooManyStreams(ResourceExhausted):
    """Too many live streams are open."""


class PagesMissing(Unavailable):
    """This server was started without the pages of the workbench."""


class TooManyConnections(ResourceExhausted):
    """The server holds as many connections as it may."""

    retry = True


class QueueFull(ResourceExhausted):
    """The queue for this work is full."""

    retry = True


class Overloaded(Unavailable):
    """The server has more work than it can do in time."""

    retry = True


class MemoryBudgetExceeded(ResourceExhausted):
    """The model does not fit into the memory that is free."""

    retry = True


class RequestTimeout(DeadlineExceeded):
    """The request did not arrive in time."""

    retry = True


class Timeout(DeadlineExceeded):
    """The answer was not ready in time."""

    retry = True


class ShuttingDown(Unavailable):
    """The server is stopping."""

    retry = True


class NotReady(Unavailable):
    """The server is still starting."""

    retry = True


class StorageFull(ResourceExhausted):
    """The disk is full; nothing was stored."""

    retry = True


class StorageReadOnly(Unavailable):
    """The disk takes no writes; nothing was stored."""

    retry = True


class StorageUnavailable(Unavailable):
    """The store of files does not answer."""

    retry = True


class StorageCorrupt(Internal):
    """Stored bytes are missing or do not have their digest."""

    retry = False


class DatabaseUnavailable(Unavailable):
    """The database does not answer."""

    retry = True


class DatabaseCorrupt(Internal):
    """The database's content contradicts itself."""

    retry = False


class StatementRefused(Internal):
    """A database statement without its tenant was refused."""

    retry = False


class ModelInvalid(InvalidArgument):
    """The bytes are not a sound ONNX model."""


class ModelTooLarge(ResourceExhausted):
    """The model is larger than the limit."""


class ModelExternalData(InvalidArgument):
    """The model keeps weights in other files."""


class ModelOperatorNotAllowed(InvalidArgument):
    """The model uses an operator that is not allowed."""


class ModelShapeNotBounded(InvalidArgument):
    """A tensor in the model may grow beyond the limit."""


class ModelSignatureInvalid(InvalidArgument):
    """The column signature in the model cannot be read or contradicts its inputs."""


class ModelKindMismatch(FailedPrecondition):
    """The model exists with another kind."""


class ModelNotServable(FailedPrecondition):
    """The version did not pass admission."""


class ModelLoadFailed(Internal):
    """The version could not be loaded."""

    retry = False


class SignatureInvalid(Internal):
    """The signed deployment record does not match."""

    retry = False


class TensorShapeMismatch(InvalidArgument):
    """A tensor's shape does not fit."""


class TensorTypeMismatch(InvalidArgument):
    """A tensor's type does not fit."""


class TensorValueInvalid(InvalidArgument):
    """A tensor's value cannot be held by its type."""


class UnknownInput(InvalidArgument):
    """The model has no such input."""


class MissingInput(InvalidArgument):
    """An input of the model is missing."""


class DuplicateInput(InvalidArgument):
    """An input was sent twice."""


class UnknownOutput(InvalidArgument):
    """The model has no such output."""


class DuplicateOutput(InvalidArgument):
    """An output was asked for twice."""


class RecordWrongType(InvalidArgument):
    """A column has a value of the wrong type."""


class RecordValueNotAllowed(InvalidArgument):
    """A column has a value that the version was not proven on."""


class RecordMissingColumn(InvalidArgument):
    """A column without a default is missing."""


class DuplicateColumn(InvalidArgument):
    """A record has the same column twice."""


class TooManyRows(InvalidArgument):
    """The request has more rows than one answer may have."""


class RecordsNotSupported(FailedPrecondition):
    """The version has no column signature."""


class PredictionFailed(Internal):
    """The model failed on this input."""

    retry = False


class ConfigUnknownKey(InvalidArgument):
    """A configuration key is not known."""


class ConfigInvalidValue(InvalidArgument):
    """A configuration value is not allowed."""


class DataFolderLocked(FailedPrecondition):
    """Another server uses this data folder."""


class DataFolderUnusable(FailedPrecondition):
    """The data folder cannot be used."""


class CertificateUnusable(FailedPrecondition):
    """The certificate or its key cannot be used."""


class AddressInUse(FailedPrecondition):
    """Another program listens on this address."""


class AddressUnusable(InvalidArgument):
    """The server cannot listen on this address."""


class SchemaNewer(FailedPrecondition):
    """The database was written by a newer Armillary."""


class SchemaOlder(FailedPrecondition):
    """The database was written by an older Armillary."""


class SchemaChanged(FailedPrecondition):
    """A migration that already ran has other content now."""


class BackupInvalid(FailedPrecondition):
    """The backup is incomplete or altered."""


class FolderNotEmpty(FailedPrecondition):
    """The target folder is not empty."""

STATUSES: dict[str, type[ApiError]] = {
    "unauthenticated": Unauthenticated,
    "unavailable": Unavailable,
    "permission_denied": PermissionDenied,
    "failed_precondition": FailedPrecondition,
    "not_found": NotFound,
    "unimplemented": Unimplemented,
    "invalid_argument": InvalidArgument,
    "already_exists": AlreadyExists,
    "aborted": Aborted,
    "resource_exhausted": ResourceExhausted,
    "deadline_exceeded": DeadlineExceeded,
    "cancelled": Cancelled,
    "internal": Internal,
}
CODES: dict[str, type[ApiError]] = {
    "unauthenticated": Unauthenticated,
    "token_malformed": TokenMalformed,
    "token_unknown": TokenUnknown,
    "token_expired": TokenExpired,
    "token_revoked": TokenRevoked,
    "session_unknown": SessionUnknown,
    "session_ended": SessionEnded,
    "sign_in_code_invalid": SignInCodeInvalid,
    "sign_in_state_invalid": SignInStateInvalid,
    "identity_token_refused": IdentityTokenRefused,
    "identity_provider_unavailable": IdentityProviderUnavailable,
    "person_disabled": PersonDisabled,
    "permission_denied": PermissionDenied,
    "role_not_grantable": RoleNotGrantable,
    "csrf_token_invalid": CsrfTokenInvalid,
    "origin_not_allowed": OriginNotAllowed,
    "last_admin": LastAdmin,
    "tenant_suspended": TenantSuspended,
    "tenant_being_deleted": TenantBeingDeleted,
    "tls_required": TlsRequired,
    "not_found": NotFound,
    "model_not_deployed": ModelNotDeployed,
    "method_not_allowed": MethodNotAllowed,
    "unimplemented": Unimplemented,
    "bad_request": BadRequest,
    "invalid_path": InvalidPath,
    "uri_too_long": UriTooLong,
    "header_too_large": HeaderTooLarge,
    "body_too_large": BodyTooLarge,
    "missing_body": MissingBody,
    "unexpected_body": UnexpectedBody,
    "unsupported_media_type": UnsupportedMediaType,
    "unsupported_encoding": UnsupportedEncoding,
    "invalid_encoding": InvalidEncoding,
    "truncated_body": TruncatedBody,
    "digest_mismatch": DigestMismatch,
    "invalid_header": InvalidHeader,
    "range_not_satisfiable": RangeNotSatisfiable,
    "not_acceptable": NotAcceptable,
    "invalid_json": InvalidJson,
    "invalid_utf8": InvalidUtf8,
    "duplicate_key": DuplicateKey,
    "too_deep": TooDeep,
    "unknown_field": UnknownField,
    "missing_field": MissingField,
    "wrong_type": WrongType,
    "too_long": TooLong,
    "too_short": TooShort,
    "out_of_range": OutOfRange,
    "not_one_of": NotOneOf,
    "invalid_name": InvalidName,
    "invalid_characters": InvalidCharacters,
    "invalid_format": InvalidFormat,
    "duplicate_value": DuplicateValue,
    "reserved_name": ReservedName,
    "unknown_parameter": UnknownParameter,
    "duplicate_parameter": DuplicateParameter,
    "invalid_filter": InvalidFilter,
    "invalid_sort": InvalidSort,
    "invalid_cursor": InvalidCursor,
    "nothing_to_change": NothingToChange,
    "already_exists": AlreadyExists,
    "conflict": Conflict,
    "precondition_failed": PreconditionFailed,
    "precondition_required": PreconditionRequired,
    "idempotency_key_reused": IdempotencyKeyReused,
    "idempotency_in_progress": IdempotencyInProgress,
    "secret_shown_once": SecretShownOnce,
    "promotion_required": PromotionRequired,
    "no_previous_version": NoPreviousVersion,
    "house_is_fixed": HouseIsFixed,
    "last_operator_token": LastOperatorToken,
    "quota_exceeded": QuotaExceeded,
    "too_many_requests": TooManyRequests,
    "too_many_streams": TooManyStreams,
    "pages_missing": PagesMissing,
    "too_many_connections": TooManyConnections,
    "queue_full": QueueFull,
    "overloaded": Overloaded,
    "memory_budget_exceeded": MemoryBudgetExceeded,
    "request_timeout": RequestTimeout,
    "timeout": Timeout,
    "cancelled": Cancelled,
    "shutting_down": ShuttingDown,
    "not_ready": NotReady,
    "storage_full": StorageFull,
    "storage_read_only": StorageReadOnly,
    "storage_unavailable": StorageUnavailable,
    "storage_corrupt": StorageCorrupt,
    "database_unavailable": DatabaseUnavailable,
    "database_corrupt": DatabaseCorrupt,
    "statement_refused": StatementRefused,
    "model_invalid": ModelInvalid,
    "model_too_large": ModelTooLarge,
    "model_external_data": ModelExternalData,
    "model_operator_not_allowed": ModelOperatorNotAllowed,
    "model_shape_not_bounded": ModelShapeNotBounded,
    "model_signature_invalid": ModelSignatureInvalid,
    "model_kind_mismatch": ModelKindMismatch,
    "model_not_servable": ModelNotServable,
    "model_load_failed": ModelLoadFailed,
    "signature_invalid": SignatureInvalid,
    "tensor_shape_mismatch": TensorShapeMismatch,
    "tensor_type_mismatch": TensorTypeMismatch,
    "tensor_value_invalid": TensorValueInvalid,
    "unknown_input": UnknownInput,
    "missing_input": MissingInput,
    "duplicate_input": DuplicateInput,
    "unknown_output": UnknownOutput,
    "duplicate_output": DuplicateOutput,
    "record_wrong_type": RecordWrongType,
    "record_value_not_allowed": RecordValueNotAllowed,
    "record_missing_column": RecordMissingColumn,
    "duplicate_column": DuplicateColumn,
    "too_many_rows": TooManyRows,
    "records_not_supported": RecordsNotSupported,
    "prediction_failed": PredictionFailed,
    "config_unknown_key": ConfigUnknownKey,
    "config_invalid_value": ConfigInvalidValue,
    "data_folder_locked": DataFolderLocked,
    "data_folder_unusable": DataFolderUnusable,
    "certificate_unusable": CertificateUnusable,
    "address_in_use": AddressInUse,
    "address_unusable": AddressUnusable,
    "schema_newer": SchemaNewer,
    "schema_older": SchemaOlder,
    "schema_changed": SchemaChanged,
    "backup_invalid": BackupInvalid,
    "folder_not_empty": FolderNotEmpty,
    "internal": Internal,
}
NEXT_STEPS: dict[str, str] = {
    "unauthenticated": "Send the header `Authorization: Bearer <token>`.",
    "token_malformed": "Copy the whole token again, from `arm_` to its last character.",
    "token_unknown": "Ask a tenant admin for a new token.",
    "token_expired": "Create a new token and use it instead.",
    "token_revoked": "Ask a tenant admin for a new token.",
    "session_unknown": "Sign in again.",
    "session_ended": "Sign in again.",
    "sign_in_code_invalid": "Ask for a new link: `armillary sign-in` prints one on the machine of the server.",
    "sign_in_state_invalid": "Begin to sign in again.",
    "identity_token_refused": "Sign in again; where it happens again, show the request id to the operator.",
    "identity_provider_unavailable": "Try again in a moment; who is signed in stays so.",
    "person_disabled": "Ask a tenant admin or the operator.",
    "permission_denied": "Ask a tenant admin for a role or a token that allows it; `armillary whoami` (`GET /api/v1/whoami`) lists what this token may do.",
    "role_not_grantable": "Choose a role at or below your own, or ask somebody who holds the role.",
    "csrf_token_invalid": "Read `csrf_token` with `GET /api/v1/session` and send it in the header X-CSRF-Token.",
    "origin_not_allowed": "Open the page under the address of this server.",
    "last_admin": "Give somebody else the role first.",
    "tenant_suspended": "Ask the platform's operator to make the tenant active again.",
    "tenant_being_deleted": "Ask the platform's operator; nothing of this tenant can be used any more.",
    "tls_required": "Use an `https://` address, or listen on a loopback address.",
    "not_found": "Check the tenant, the environment and the name, and list what exists; a model answers only after it was deployed.",
    "model_not_deployed": "Deploy a version of the model in this environment, or ask for one that is live.",
    "method_not_allowed": "Use one of the methods in the `Allow` header of this answer.",
    "unimplemented": "Use what the server metadata and `/api/v1/openapi.yaml` list.",
    "bad_request": "Send a request that follows HTTP/1.1; a client library does.",
    "invalid_path": "Percent-encode each name once and leave out `.`, `..` and empty segments.",
    "uri_too_long": "Shorten the query; the message names the limit.",
    "header_too_large": "Send fewer or shorter header fields; the message names the limit.",
    "body_too_large": "Send a smaller body or split it; the message names the limit.",
    "missing_body": "Send the body that the operation describes in `/api/v1/openapi.yaml`.",
    "unexpected_body": "Send the request without a body.",
    "unsupported_media_type": "Set `Content-Type` to what the operation lists.",
    "unsupported_encoding": "Send the body as it is, or with `Content-Encoding: gzip`.",
    "invalid_encoding": "Compress the body again and send it whole.",
    "truncated_body": "Send the whole body again; nothing was stored.",
    "digest_mismatch": "Compute the sha-256 of the file again and repeat the upload; nothing was stored.",
    "invalid_header": "Correct the header field that the message names.",
    "range_not_satisfiable": "Ask for a range inside the length in `Content-Range`.",
    "not_acceptable": "Leave out `Accept`, or accept what the operation lists.",
    "invalid_json": "Send one JSON document; the message names the byte where reading stopped.",
    "invalid_utf8": "Encode the text as UTF-8.",
    "duplicate_key": "Send each key once.",
    "too_deep": "Send a flatter document; the message names the limit.",
    "unknown_field": "Remove the field, or correct its spelling to the one that the message suggests.",
    "missing_field": "Add the field.",
    "wrong_type": "Send the type that the rule names.",
    "too_long": "Shorten the value to the limit in the rule.",
    "too_short": "Lengthen the value to the limit in the rule.",
    "out_of_range": "Send a number inside the range in the rule.",
    "not_one_of": "Choose one of the values in the rule.",
    "invalid_name": "Choose a name that follows the rule.",
    "invalid_characters": "Remove the characters that the rule excludes.",
    "invalid_format": "Write the value as the rule shows.",
    "duplicate_value": "Send each value once.",
    "reserved_name": "Choose another name.",
    "unknown_parameter": "Remove the parameter, or correct its spelling.",
    "duplicate_parameter": "Send each query parameter once.",
    "invalid_filter": "Write comparisons such as `name LIKE 'ch%'`, joined by AND; the message names the place.",
    "invalid_sort": "Sort by one of the fields in the rule, with `ASC` or `DESC` after it.",
    "invalid_cursor": "Ask for the first page again, without a cursor, and follow its `next_cursor`.",
    "nothing_to_change": "Send at least one field that can be changed.",
    "already_exists": "Choose another name, or use what exists.",
    "conflict": "Read the present state, decide again, and send the request with the new expected version.",
    "precondition_failed": "Read it again, and repeat the edit with the new `ETag` in `If-Match`.",
    "precondition_required": "Send the `ETag` of the last read in `If-Match`.",
    "idempotency_key_reused": "Use a new key for a new request.",
    "idempotency_in_progress": "Wait a moment, and repeat the request with the same key.",
    "secret_shown_once": "Revoke the object that the message names, and create a new one with a new idempotency key.",
    "promotion_required": "Deploy in research, and ask for a promotion; the message names what is missing.",
    "no_previous_version": "Deploy the version you want by its number.",
    "house_is_fixed": "Leave the tenant `house` active.",
    "last_operator_token": "Create another operator's token first.",
    "quota_exceeded": "Remove what is no longer needed, or ask the platform's operator for a higher quota; the message names the limit.",
    "too_many_requests": "Wait for the seconds in `Retry-After`, and send more slowly.",
    "too_many_streams": "Close one first; a browser needs one for all its pages.",
    "pages_missing": "Start it from its whole folder, or build the pages: `./dev build`.",
    "too_many_connections": "Wait for the seconds in `Retry-After`, and reuse connections.",
    "queue_full": "Wait for the seconds in `Retry-After`, and repeat the request.",
    "overloaded": "Wait for the seconds in `Retry-After`, and repeat the request.",
    "memory_budget_exceeded": "Wait until other models have left, or ask the platform's operator for a larger budget.",
    "request_timeout": "Send the whole request without pauses.",
    "timeout": "Repeat the request, or allow it more time.",
    "cancelled": "Repeat the request if the answer is still wanted.",
    "shutting_down": "Repeat the request after a moment.",
    "not_ready": "Wait until `/readyz` answers 200.",
    "storage_full": "Ask the platform's operator to free space, then repeat the request.",
    "storage_read_only": "Ask the platform's operator to make the data folder writable, then repeat the request.",
    "storage_unavailable": "Repeat the request after a moment; if it goes on, tell the platform's operator.",
    "storage_corrupt": "Tell the platform's operator, who runs `armillaryd check` and restores the bytes from a backup.",
    "database_unavailable": "Repeat the request after a moment; if it goes on, tell the platform's operator.",
    "database_corrupt": "Tell the platform's operator, who runs `armillaryd check` and restores from a backup.",
    "statement_refused": "Report this as a fault of Armillary, with the request id.",
    "model_invalid": "Export the model again; the message names what is broken.",
    "model_too_large": "Make the model smaller; the message names the limit.",
    "model_external_data": "Save the model as one file, with its weights inside.",
    "model_operator_not_allowed": "Export the model without the operator that the message names.",
    "model_shape_not_bounded": "Give the model fixed shapes apart from the number of rows.",
    "model_signature_invalid": "Register the model again with the SDK, which writes the signature.",
    "model_kind_mismatch": "Register under another name, or with the kind that the model has.",
    "model_not_servable": "Read the version's `admission` to see which step failed, and register a corrected version.",
    "model_load_failed": "Deploy another version, and tell the platform's operator the request id.",
    "signature_invalid": "Tell the platform's operator, who runs `armillaryd check`; nothing is served from this record.",
    "tensor_shape_mismatch": "Send the shape that the model's metadata names, with as many values as it asks for.",
    "tensor_type_mismatch": "Send the datatype that the model's metadata names.",
    "tensor_value_invalid": "Send values inside the range of the datatype.",
    "unknown_input": "Send only the inputs that the model's metadata names.",
    "missing_input": "Send every input that the model's metadata names.",
    "duplicate_input": "Send each input once.",
    "unknown_output": "Ask for outputs that the model's metadata names, or leave `outputs` out.",
    "duplicate_output": "Ask for each output once.",
    "record_wrong_type": "Send the type that the message names for this column, in the record that the field names.",
    "record_value_not_allowed": "Send a value within the bounds or categories that the message names.",
    "record_missing_column": "Send the column in every record.",
    "duplicate_column": "Send each column once.",
    "too_many_rows": "Send fewer rows in each request; the message names the limit.",
    "records_not_supported": "Use `/v2`, or register the model with the SDK, which writes the signature.",
    "prediction_failed": "Check the input for values that the model never saw, and tell the model's author the request id.",
    "config_unknown_key": "Correct the key to the one that the message suggests, or remove it.",
    "config_invalid_value": "Give the key a value that the message describes.",
    "data_folder_locked": "Stop the other server, or choose another folder with `--data`.",
    "data_folder_unusable": "Create the folder and give this user the right to write in it.",
    "certificate_unusable": "Name a PEM file with the certificate first and then those that signed it, and the PEM file of its key.",
    "address_in_use": "Stop the other program, or choose another address with `--listen`.",
    "address_unusable": "Choose an address of this machine with `--listen`.",
    "schema_newer": "Start the newer version, or restore a backup made by this one.",
    "schema_older": "Start this version on it once, which brings the database up to date; then repeat the command.",
    "schema_changed": "Install the release that wrote this database; nothing was changed.",
    "backup_invalid": "Use another backup; the message names the first file that differs.",
    "folder_not_empty": "Choose an empty folder.",
    "internal": "Repeat the request once; if it fails again, report it with the request id.",
}
