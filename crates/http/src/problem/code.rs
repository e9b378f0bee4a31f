//! The table of all error codes: status, titles, and what each is about. The documentation's
//! table is made from this one.

use poem::http::StatusCode;
use portero_domain::model::Language;

/// What is known of a code.
#[derive(Debug, Clone, Copy)]
pub struct CodeFacts {
    /// The stable name on the wire.
    pub name: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// The title in Spanish.
    pub spanish: &'static str,
    /// The title in English.
    pub english: &'static str,
}

macro_rules! codes {
    ( $( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, $status:ident, $spanish:literal, $english:literal; )+ ) => {
        /// A stable error code. Clients may rely on its name and status, never on the words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code { $( $(#[doc = $doc])+ $variant ),+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// Name, status and titles.
            #[must_use]
            pub const fn facts(self) -> CodeFacts {
                match self { $( Self::$variant => CodeFacts {
                    name: $name, status: StatusCode::$status, spanish: $spanish, english: $english,
                } ),+ }
            }

            /// When it is given.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $( Self::$variant => concat!($($doc),+) ),+ }
            }
        }
    };
}

codes! {
    /// The body is no JSON, or not of the form that the operation takes; unknown fields included.
    MalformedBody = "malformed_body", BAD_REQUEST, "Cuerpo no válido", "Malformed body";
    /// A path, query or header parameter cannot be read.
    MalformedRequest = "malformed_request", BAD_REQUEST, "Petición no válida", "Malformed request";
    /// There is no credential, or one that opens nothing any more.
    NotSignedIn = "not_signed_in", UNAUTHORIZED, "Sesión no iniciada", "Not signed in";
    /// Address and password do not belong together.
    BadCredentials = "bad_credentials", UNAUTHORIZED, "Datos de acceso incorrectos", "Bad credentials";
    /// The address of a setup link has a user with a password: give it, or be signed in.
    SignInRequired = "sign_in_required", UNAUTHORIZED, "Identifíquese", "Sign-in required";
    /// The password is right, but the mailed link was not used yet.
    EmailNotConfirmed = "email_not_confirmed", FORBIDDEN, "Correo sin confirmar", "E-mail not confirmed";
    /// The password is right, but the operator has suspended the user.
    UserSuspended = "user_suspended", FORBIDDEN, "Usuario suspendido", "User suspended";
    /// The password is right, but the account has suspended the client, who has nothing else to enter.
    ClientSuspended = "client_suspended", FORBIDDEN, "Acceso suspendido", "Client suspended";
    /// The password was chosen by someone else; another one must be set first.
    PasswordChangeRequired = "password_change_required", FORBIDDEN, "Elija su contraseña", "Password change required";
    /// The password was given too long ago for what is sensitive.
    ReauthenticationRequired = "reauthentication_required", FORBIDDEN, "Confirme su contraseña", "Reauthentication required";
    /// The operation needs a person.
    NotForServiceKeys = "not_for_service_keys", FORBIDDEN, "No disponible para claves de servicio", "Not for service keys";
    /// The service key lacks the scope.
    ScopeMissing = "scope_missing", FORBIDDEN, "Falta un ámbito en la clave", "Scope missing";
    /// A session that shows what a client sees reads, and does nothing else.
    ViewOnly = "view_only", FORBIDDEN, "Solo lectura", "View only";
    /// The policy denies it; `explanation` says why.
    Forbidden = "forbidden", FORBIDDEN, "Acción no permitida", "Forbidden";
    /// More would be given than the giver holds.
    ExceedsOwnPermissions = "exceeds_own_permissions", FORBIDDEN, "Supera sus propios permisos", "Exceeds your own permissions";
    /// The access given would outlast the giver's own.
    OutlastsOwnAccess = "outlasts_own_access", FORBIDDEN, "Dura más que su propio acceso", "Outlasts your own access";
    /// Nobody manages the owner.
    TargetIsOwner = "target_is_owner", FORBIDDEN, "El propietario no se puede gestionar", "The owner cannot be managed";
    /// The member holds something that the caller does not.
    TargetHoldsMore = "target_holds_more", FORBIDDEN, "El usuario tiene más permisos", "The member holds more";
    /// Nobody changes their own role or grants.
    OwnAccess = "own_access", FORBIDDEN, "No puede cambiar su propio acceso", "You cannot change your own access";
    /// The invitation is for another address than the caller's confirmed one.
    InvitationForAnotherAddress = "invitation_for_another_address", FORBIDDEN, "Invitación para otra dirección", "Invitation for another address";
    /// It is not there, or not yours to see.
    NotFound = "not_found", NOT_FOUND, "No encontrado", "Not found";
    /// The path does not know this method; `Allow` lists those it knows.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Método no permitido", "Method not allowed";
    /// The state does not allow it; the detail names state and command.
    StateRefused = "state_refused", CONFLICT, "El estado no lo permite", "The state does not allow it";
    /// Whoever invited can no longer give what was offered; a resend by someone who can makes it good.
    InviterCannotGive = "inviter_cannot_give", CONFLICT, "La invitación ya no está respaldada", "The inviter can no longer give this";
    /// The person is a member already.
    AlreadyMember = "already_member", CONFLICT, "Ya tiene acceso", "Already a member";
    /// The address has an open invitation of the account already.
    AlreadyInvited = "already_invited", CONFLICT, "Ya está invitado", "Already invited";
    /// The account has a contact at this address already.
    ContactExists = "contact_exists", CONFLICT, "Ya existe este contacto", "Contact exists";
    /// The account has a client at this address already.
    ClientExists = "client_exists", CONFLICT, "Ya existe este cliente", "Client exists";
    /// The account has a site with this alias already.
    AliasTaken = "alias_taken", CONFLICT, "Alias en uso", "Alias taken";
    /// The site is assigned to a client, and cannot be deleted.
    SiteAssigned = "site_assigned", CONFLICT, "Sitio asignado", "Site assigned";
    /// The account is closed, which is final.
    AccountClosed = "account_closed", CONFLICT, "Cuenta cerrada", "Account closed";
    /// The account has as many as it may have.
    CapacityReached = "capacity_reached", CONFLICT, "Límite alcanzado", "Capacity reached";
    /// Someone changed the same thing at the same time; trying again is right.
    Conflict = "conflict", CONFLICT, "Cambio simultáneo", "Conflict";
    /// The link has done what it was for.
    LinkUsed = "link_used", GONE, "Enlace ya utilizado", "Link used";
    /// The link's time is over.
    LinkExpired = "link_expired", GONE, "Enlace caducado", "Link expired";
    /// A newer link was sent.
    LinkSuperseded = "link_superseded", GONE, "Enlace sustituido", "Link superseded";
    /// What the link led to was taken back.
    LinkRevoked = "link_revoked", GONE, "Invitación retirada", "Link revoked";
    /// `If-Match` names another version than the one stored.
    StaleVersion = "stale_version", PRECONDITION_FAILED, "Versión anticuada", "Stale version";
    /// The body is larger than the operation takes.
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE, "Cuerpo demasiado grande", "Body too large";
    /// The body is not `application/json`, or for an import none of `application/x-ndjson`, `application/json` and `text/csv`.
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "Tipo de contenido no admitido", "Unsupported media type";
    /// Values of fields are refused; `errors` names each.
    InvalidFields = "invalid_fields", UNPROCESSABLE_ENTITY, "Datos no válidos", "Invalid fields";
    /// A client's e-mail is the name that they sign in with, and never changes.
    EmailIsFixed = "email_is_fixed", UNPROCESSABLE_ENTITY, "El correo no se puede cambiar", "The e-mail is fixed";
    /// Rows of an import are refused, and nothing of it was written; `errors` names each.
    ImportRefused = "import_refused", UNPROCESSABLE_ENTITY, "Importación rechazada", "Import refused";
    /// The idempotency key came with another request before.
    IdempotencyKeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "Clave de idempotencia reutilizada", "Idempotency key reused";
    /// It comes too often; `Retry-After` says when it may come again.
    TooManyRequests = "too_many_requests", TOO_MANY_REQUESTS, "Demasiadas peticiones", "Too many requests";
    /// Something is wrong on our side; the log knows what.
    InternalError = "internal_error", INTERNAL_SERVER_ERROR, "Error interno", "Internal error";
    /// Too much at once; `Retry-After` says when to try again.
    Busy = "busy", SERVICE_UNAVAILABLE, "Servicio ocupado", "Busy";
    /// The store does not answer; `Retry-After` says when to try again.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Servicio no disponible", "Unavailable";
}

impl Code {
    /// The title in a language.
    #[must_use]
    pub const fn title(self, language: Language) -> &'static str {
        match language {
            Language::Spanish => self.facts().spanish,
            Language::English => self.facts().english,
        }
    }
}
