//! What is wrong here, and what would be right, in words.

use portero_domain::model::Language;
use portero_domain::policy::{Excess, OfferRefusal, Permission, TargetRefusal};
use portero_domain::use_case::Error;

use super::{Code, Problem, words};

/// The detail of a problem in a language.
pub(super) fn detail(problem: &Problem, language: Language) -> String {
    let special = match problem {
        Problem::Domain(error) => of_domain(error, language),
        Problem::Request(_, framework) => framework.clone(),
        Problem::Form(_, faults) => faults.first().map(|fault| fault.words(language)),
    };
    special.unwrap_or_else(|| general(problem.code(), language).to_owned())
}

/// Details that name something of the case at hand.
fn of_domain(error: &Error, language: Language) -> Option<String> {
    if let Error::Denied(explanation) = error {
        return Some(words::denied(explanation, language));
    }
    let text = match (error, language) {
        (Error::State(refusal), Language::English) => {
            format!("It is {}, which does not allow {}.", refusal.state, refusal.command)
        }
        (Error::State(refusal), Language::Spanish) => {
            format!("El estado es {}, que no permite {}.", refusal.state, refusal.command)
        }
        (Error::Capacity { of, limit }, Language::English) => {
            format!("The account may have at most {limit} {of}.")
        }
        (Error::Capacity { limit, .. }, Language::Spanish) => {
            format!("La cuenta puede tener como máximo {limit}.")
        }
        (Error::ImportRefused(report), Language::English) => format!(
            "Nothing was written. {} of {} rows are refused; correct those named in `errors`.",
            report.refused, report.rows
        ),
        (Error::ImportRefused(report), Language::Spanish) => format!(
            "No se ha escrito nada. De {} filas se rechazan {}; corrija las indicadas en `errors`.",
            report.rows, report.refused
        ),
        (Error::ScopeMissing(scope), Language::English) => {
            format!("The service key needs the scope {scope}.")
        }
        (Error::ScopeMissing(scope), Language::Spanish) => {
            format!("La clave de servicio necesita el ámbito {scope}.")
        }
        (
            Error::OfferRefused(OfferRefusal::Exceeds(excess))
            | Error::TargetRefused(TargetRefusal::HoldsMore(excess)),
            _,
        ) => beyond(*excess, language),
        (Error::TooOften(retry_after), Language::English) => {
            format!("Try again in {} seconds.", retry_after.seconds())
        }
        (Error::TooOften(retry_after), Language::Spanish) => {
            format!("Vuelva a intentarlo dentro de {} segundos.", retry_after.seconds())
        }
        _ => return None,
    };
    Some(text)
}

fn beyond(excess: Excess, language: Language) -> String {
    let names: Vec<&str> = excess.beyond.iter().map(Permission::as_str).collect();
    let names = names.join(", ");
    match language {
        Language::English => format!("You do not hold: {names}."),
        Language::Spanish => format!("Usted no tiene: {names}."),
    }
}

/// What holds for every case of a code.
const fn general(code: Code, language: Language) -> &'static str {
    match language {
        Language::English => english(code),
        Language::Spanish => spanish(code),
    }
}

const fn english(code: Code) -> &'static str {
    match code {
        Code::MalformedBody => "The body must be a JSON object of the documented form.",
        Code::MalformedRequest => "A parameter cannot be read.",
        Code::NotSignedIn => "Sign in and send the token as `Authorization: Bearer …`.",
        Code::BadCredentials => "The address or the password is wrong.",
        Code::SignInRequired => "This address has a user: give its password, or sign in.",
        Code::EmailNotConfirmed => "Open the link in the mail that was sent to this address.",
        Code::UserSuspended => "This user may not sign in. Ask whoever runs the service.",
        Code::ClientSuspended => "Your access was suspended. Ask whoever runs your sites.",
        Code::PasswordChangeRequired => "Set a password of your own first.",
        Code::ReauthenticationRequired => "Give your password again, then repeat the request.",
        Code::NotForServiceKeys => "Only a person may do this. Sign in.",
        Code::ScopeMissing => "The service key lacks the scope for this.",
        Code::ViewOnly => "You see what the client sees. To do anything, use your own session.",
        Code::Forbidden => "You may not do this.",
        Code::ExceedsOwnPermissions => "Nobody gives more than they hold.",
        Code::OutlastsOwnAccess => "The access would outlast your own.",
        Code::TargetIsOwner => "The owner changes only by a transfer of the account.",
        Code::TargetHoldsMore => "Nobody manages a member who holds more than they do.",
        Code::OwnAccess => "Ask someone else who manages users.",
        Code::InvitationForAnotherAddress => "Sign in with the address that was invited.",
        Code::NotFound => "There is nothing here that you may see.",
        Code::MethodNotAllowed => "The header `Allow` lists the methods of this path.",
        Code::StateRefused => "The state does not allow it.",
        Code::InviterCannotGive => "Ask the account to send the invitation again.",
        Code::AlreadyMember => "This person has access to the account already.",
        Code::AlreadyInvited => "This address has an open invitation: resend it, or take it back.",
        Code::ContactExists => "The account has a contact at this address. Change that one.",
        Code::ClientExists => "The account has a client at this address. Change that one.",
        Code::AliasTaken => "Another site of the account has this alias. Choose another.",
        Code::SiteAssigned => "Unassign the site from every client first.",
        Code::AccountClosed => "The account was closed, which is final.",
        Code::CapacityReached => "The account has as many as it may have.",
        Code::Conflict => "Someone changed the same thing at the same time. Try again.",
        Code::LinkUsed => "This link has been used already.",
        Code::LinkExpired => "This link has expired. Ask for a new one.",
        Code::LinkSuperseded => "A newer link was sent. Use the latest mail.",
        Code::LinkRevoked => "The invitation was taken back.",
        Code::StaleVersion => "Someone has changed it since. Read it again.",
        Code::BodyTooLarge => {
            "A body may have 64 KiB; lists of invitations and checks 512 KiB; imports 64 MiB, or as configured."
        }
        Code::UnsupportedMediaType => {
            "Send the body as `Content-Type: application/json`; rows of an import as \
             `application/x-ndjson`, `application/json` or `text/csv`."
        }
        Code::InvalidFields => "The fields named in `errors` must be corrected.",
        Code::EmailIsFixed => "The e-mail is the name that the client signs in with: leave it out.",
        Code::ImportRefused => "Nothing was written. Correct the rows named in `errors`.",
        Code::IdempotencyKeyReused => "Use a new key for a new request.",
        Code::TooManyRequests => "Try again later.",
        Code::InternalError => "Something is wrong on our side. Nothing was changed.",
        Code::Busy => "Too much at once. Try again in a moment.",
        Code::Unavailable => "The database does not answer. Try again in a moment.",
    }
}

const fn spanish(code: Code) -> &'static str {
    match code {
        Code::MalformedBody => "El cuerpo debe ser un objeto JSON con la forma documentada.",
        Code::MalformedRequest => "Un parámetro no se puede leer.",
        Code::NotSignedIn => "Inicie sesión y envíe el token como `Authorization: Bearer …`.",
        Code::BadCredentials => "La dirección o la contraseña no es correcta.",
        Code::SignInRequired => {
            "Esta dirección ya tiene un usuario: indique su contraseña o inicie sesión."
        }
        Code::EmailNotConfirmed => "Abra el enlace del correo enviado a esta dirección.",
        Code::UserSuspended => "Este usuario no puede entrar. Consulte a quien presta el servicio.",
        Code::ClientSuspended => "Su acceso está suspendido. Consulte a quien lleva sus sitios.",
        Code::PasswordChangeRequired => "Elija primero una contraseña propia.",
        Code::ReauthenticationRequired => "Indique de nuevo su contraseña y repita la petición.",
        Code::NotForServiceKeys => "Solo una persona puede hacerlo. Inicie sesión.",
        Code::ScopeMissing => "A la clave de servicio le falta el ámbito necesario.",
        Code::ViewOnly => "Está viendo lo que ve el cliente. Para actuar, use su propia sesión.",
        Code::Forbidden => "No puede hacer esto.",
        Code::ExceedsOwnPermissions => "Nadie concede más de lo que tiene.",
        Code::OutlastsOwnAccess => "El acceso duraría más que el suyo.",
        Code::TargetIsOwner => "El propietario solo cambia al transferir la cuenta.",
        Code::TargetHoldsMore => "Nadie gestiona a un usuario que tiene más permisos.",
        Code::OwnAccess => "Pídalo a otra persona que gestione usuarios.",
        Code::InvitationForAnotherAddress => "Inicie sesión con la dirección invitada.",
        Code::NotFound => "Aquí no hay nada que usted pueda ver.",
        Code::MethodNotAllowed => "La cabecera `Allow` indica los métodos de esta ruta.",
        Code::StateRefused => "El estado no lo permite.",
        Code::InviterCannotGive => "Pida a la cuenta que envíe de nuevo la invitación.",
        Code::AlreadyMember => "Esta persona ya tiene acceso a la cuenta.",
        Code::AlreadyInvited => {
            "Esta dirección tiene una invitación abierta: reenvíela o retírela."
        }
        Code::ContactExists => "La cuenta ya tiene un contacto con esta dirección. Edítelo.",
        Code::ClientExists => "La cuenta ya tiene un cliente con esta dirección. Edítelo.",
        Code::AliasTaken => "Otro sitio de la cuenta tiene este alias. Elija otro.",
        Code::SiteAssigned => "Desasigne antes el sitio de todos los clientes.",
        Code::AccountClosed => "La cuenta se cerró definitivamente.",
        Code::CapacityReached => "La cuenta ha llegado a su límite.",
        Code::Conflict => "Alguien cambió lo mismo al mismo tiempo. Vuelva a intentarlo.",
        Code::LinkUsed => "Este enlace ya se ha utilizado.",
        Code::LinkExpired => "Este enlace ha caducado. Pida uno nuevo.",
        Code::LinkSuperseded => "Se envió un enlace más reciente. Utilice el último correo.",
        Code::LinkRevoked => "La invitación fue retirada.",
        Code::StaleVersion => "Alguien lo ha cambiado entretanto. Vuelva a leerlo.",
        Code::BodyTooLarge => {
            "El cuerpo puede tener 64 KiB; las listas de invitaciones y consultas, 512 KiB; las \
             importaciones, 64 MiB o lo configurado."
        }
        Code::UnsupportedMediaType => {
            "Envíe el cuerpo como `Content-Type: application/json`; las filas de una importación, \
             como `application/x-ndjson`, `application/json` o `text/csv`."
        }
        Code::InvalidFields => "Corrija los campos indicados en `errors`.",
        Code::EmailIsFixed => {
            "El correo es el nombre con el que entra el cliente y no cambia: no lo envíe."
        }
        Code::ImportRefused => "No se ha escrito nada. Corrija las filas indicadas en `errors`.",
        Code::IdempotencyKeyReused => "Utilice una clave nueva para una petición nueva.",
        Code::TooManyRequests => "Vuelva a intentarlo más tarde.",
        Code::InternalError => "Algo ha fallado por nuestra parte. No se ha cambiado nada.",
        Code::Busy => "Hay demasiadas peticiones. Vuelva a intentarlo en un momento.",
        Code::Unavailable => "La base de datos no responde. Vuelva a intentarlo en un momento.",
    }
}
