//! The letters in Spanish, for both sides of the Atlantic: `usted`, and no word of one side only.

use chrono::{DateTime, Datelike, Timelike, Utc};
use portero_domain::model::Letter;
use portero_domain::policy::Role;

use super::{Action, Body, Quotation};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

const NOTHING_TO_DO: &str = "Si no fue usted, no tiene que hacer nada.";
const TELL_SUPPORT: &str =
    "Si no esperaba este cambio, póngase en contacto con soporte cuanto antes.";

/// The subject; that of an invitation names who invites (N13).
pub(crate) fn subject(letter: &Letter) -> String {
    match letter {
        Letter::Invitation { account_name, invited_by, .. } => {
            format!("{invited_by} le invita a {account_name}")
        }
        Letter::Confirmation { .. } => "Confirme su dirección de correo electrónico".to_owned(),
        Letter::AlreadyRegistered { .. } => "Ya tiene un usuario con esta dirección".to_owned(),
        Letter::PasswordReset { .. } => "Elija una contraseña nueva".to_owned(),
        Letter::NoUserToReset => "No hay ningún usuario con esta dirección".to_owned(),
        Letter::OwnershipReceived { account_name, .. } => {
            format!("La cuenta {account_name} ahora es suya")
        }
        Letter::OwnershipGivenUp { account_name, .. } => {
            format!("La cuenta {account_name} ha cambiado de propietario")
        }
        Letter::OwnershipOffered { account_name, owner, .. } => {
            format!("{owner} le ofrece la propiedad de {account_name}")
        }
        Letter::OwnershipOfferCalledOff { account_name, .. } => {
            format!("La transferencia de {account_name} se ha cancelado")
        }
        Letter::AccessEnding { account_name, .. } => {
            format!("Su acceso a {account_name} termina pronto")
        }
        Letter::MemberAccessEnding { account_name, member, .. } => {
            format!("El acceso de {member} a {account_name} termina pronto")
        }
        Letter::PasswordChanged { .. } => "Su contraseña ha cambiado".to_owned(),
        Letter::AccessRemoved { account_name } => format!("Ya no tiene acceso a {account_name}"),
        Letter::AccountClosed { account_name } => {
            format!("La cuenta {account_name} se ha cerrado")
        }
        Letter::ServiceKeyCreated { account_name, .. } => {
            format!("Nueva clave de servicio en {account_name}")
        }
    }
}

/// Everything below the subject.
pub(crate) fn body(letter: &Letter) -> Body {
    match letter {
        Letter::Invitation { account_name, invited_by, role, granted, message, expires_at } => {
            let quotation = message.as_ref().map(|text| Quotation {
                introduction: format!("{invited_by} le escribe:"),
                text: text.clone(),
            });
            let terms = role_in_words(*role, *granted);
            Body { quotation, ..invitation(account_name, invited_by, terms, *expires_at) }
        }
        Letter::Confirmation { first_name, expires_at } => confirmation(first_name, *expires_at),
        Letter::AlreadyRegistered { first_name } => already_registered(first_name),
        Letter::PasswordReset { first_name, expires_at } => password_reset(first_name, *expires_at),
        Letter::NoUserToReset => no_user_to_reset(),
        Letter::OwnershipReceived { account_name, previous_owner } => {
            ownership_received(account_name, previous_owner)
        }
        Letter::OwnershipGivenUp { account_name, new_owner } => {
            ownership_given_up(account_name, new_owner)
        }
        Letter::OwnershipOffered { account_name, owner, expires_at } => {
            ownership_offered(account_name, owner, *expires_at)
        }
        Letter::OwnershipOfferCalledOff { account_name, called_off_by } => {
            ownership_offer_called_off(account_name, called_off_by)
        }
        Letter::AccessEnding { account_name, until } => access_ending(account_name, *until),
        Letter::MemberAccessEnding { account_name, member, until } => {
            member_access_ending(account_name, member, *until)
        }
        Letter::PasswordChanged { first_name } => password_changed(first_name),
        Letter::AccessRemoved { account_name } => access_removed(account_name),
        Letter::AccountClosed { account_name } => account_closed(account_name),
        Letter::ServiceKeyCreated { account_name, key_name, created_by } => {
            service_key_created(account_name, key_name, created_by.as_deref())
        }
    }
}

fn invitation(
    account_name: &str,
    invited_by: &str,
    terms: String,
    expires_at: DateTime<Utc>,
) -> Body {
    Body {
        heading: format!("Invitación a {account_name}"),
        before: vec![
            format!(
                "{invited_by} le invita a formar parte de {account_name} en su área de cliente."
            ),
            terms,
        ],
        quotation: None,
        action: Some(action("Aceptar invitación")),
        after: vec![
            format!("La invitación es válida hasta el {}.", in_words(expires_at)),
            "Si todavía no tiene usuario, podrá registrarse con esta misma dirección.".to_owned(),
            "Si no esperaba esta invitación, no tiene que hacer nada.".to_owned(),
        ],
        why: format!(
            "Recibe este mensaje porque, al invitar a {account_name}, {invited_by} indicó esta \
             dirección."
        ),
    }
}

/// What the invitee will be, and what that means: the same words as in the invitation form (N08).
fn role_in_words(role: Role, granted: usize) -> String {
    match role {
        Role::Owner => "Su rol será propietario: la cuenta será suya.",
        Role::Administrator => {
            "Su rol será administrador: podrá hacer todo, excepto gestionar al propietario."
        }
        Role::Finance => {
            "Su rol será administrador de finanzas: podrá realizar pagos, actualizar los datos de \
             la cuenta y generar informes. Lo demás podrá verlo sin modificarlo, salvo la \
             administración de servicios."
        }
        Role::User => return user_in_words(granted),
        Role::TechnicalContact => {
            "Su rol será contacto técnico: podrá ver los servicios y los dominios, y abrir \
             consultas de soporte."
        }
        Role::BillingContact => {
            "Su rol será contacto de facturación: podrá ver las facturas y los presupuestos."
        }
    }
    .to_owned()
}

fn user_in_words(granted: usize) -> String {
    match granted {
        0 => "Su rol será usuario: no entrará en las secciones del panel, pero podrá recibir \
              notificaciones."
            .to_owned(),
        1 => "Su rol será usuario, con 1 permiso elegido para usted.".to_owned(),
        several => format!("Su rol será usuario, con {several} permisos elegidos para usted."),
    }
}

fn confirmation(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Confirme su dirección".to_owned(),
        before: vec![
            greeting(first_name),
            "Para terminar el registro, confirme que esta dirección es suya. Le pediremos la \
             contraseña que eligió al registrarse."
                .to_owned(),
        ],
        quotation: None,
        action: Some(action("Confirmar dirección")),
        after: vec![
            valid_until(expires_at),
            "Si usted no se registró, no tiene que hacer nada: sin la contraseña de quien lo hizo, \
             este enlace no crea ningún usuario."
                .to_owned(),
        ],
        why: "Recibe este mensaje porque alguien se registró con esta dirección.".to_owned(),
    }
}

fn already_registered(first_name: &str) -> Body {
    notice(
        "Ya tiene un usuario",
        vec![
            greeting(first_name),
            "Alguien, quizá usted, intentó registrarse con esta dirección, que ya tiene un \
             usuario. No ha cambiado nada."
                .to_owned(),
            "Si fue usted, inicie sesión con su contraseña de siempre. Si no la recuerda, pida una \
             nueva desde la página de inicio de sesión."
                .to_owned(),
            NOTHING_TO_DO.to_owned(),
        ],
        "Recibe este mensaje porque alguien se registró con esta dirección.".to_owned(),
    )
}

fn password_reset(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Elija una contraseña nueva".to_owned(),
        before: vec![
            greeting(first_name),
            "Alguien, quizá usted, pidió una contraseña nueva para su usuario. Al elegirla se \
             cerrarán todas sus sesiones."
                .to_owned(),
        ],
        quotation: None,
        action: Some(action("Elegir contraseña")),
        after: vec![
            valid_until(expires_at),
            "Si no fue usted, no tiene que hacer nada: su contraseña sigue siendo la misma."
                .to_owned(),
        ],
        why: "Recibe este mensaje porque alguien pidió una contraseña nueva para esta dirección."
            .to_owned(),
    }
}

fn no_user_to_reset() -> Body {
    notice(
        "No hay ningún usuario con esta dirección",
        vec![
            "Alguien, quizá usted, pidió una contraseña nueva para esta dirección, pero no hay \
             ningún usuario con ella."
                .to_owned(),
            "Si tiene un usuario, pruebe con otra de sus direcciones.".to_owned(),
            NOTHING_TO_DO.to_owned(),
        ],
        "Recibe este mensaje porque alguien pidió una contraseña nueva para esta dirección."
            .to_owned(),
    )
}

fn ownership_received(account_name: &str, previous_owner: &str) -> Body {
    notice(
        &format!("La cuenta {account_name} ahora es suya"),
        vec![
            format!("La propiedad de {account_name} ha pasado de {previous_owner} a usted."),
            "Desde ahora tiene todos los permisos, y solo usted puede transferir o cerrar la \
             cuenta."
                .to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} es suya."),
    )
}

fn ownership_given_up(account_name: &str, new_owner: &str) -> Body {
    notice(
        &format!("{account_name} ha cambiado de propietario"),
        vec![
            format!("Desde ahora, {new_owner} tiene la propiedad de {account_name} en su lugar."),
            "Usted conserva el acceso con el rol de administrador.".to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} era suya."),
    )
}

fn ownership_offered(account_name: &str, owner: &str, expires_at: DateTime<Utc>) -> Body {
    notice(
        &format!("{owner} le ofrece la propiedad de {account_name}"),
        vec![
            format!("{owner} quiere transferirle la cuenta {account_name} a usted."),
            "Para aceptarla o rechazarla, inicie sesión y abra la cuenta. Mientras tanto no cambia \
             nada."
                .to_owned(),
            format!("El ofrecimiento es válido hasta el {}.", in_words(expires_at)),
        ],
        format!("Recibe este mensaje porque tiene acceso a {account_name} como usuario."),
    )
}

fn ownership_offer_called_off(account_name: &str, called_off_by: &str) -> Body {
    notice(
        &format!("La transferencia de {account_name} se ha cancelado"),
        vec![
            format!("{called_off_by} ha cancelado la transferencia de {account_name} en curso."),
            "La propiedad de la cuenta no ha cambiado.".to_owned(),
        ],
        format!("Recibe este mensaje porque la transferencia de {account_name} le incluía."),
    )
}

fn access_ending(account_name: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("Su acceso a {account_name} termina pronto"),
        vec![
            format!("Su acceso a {account_name} termina el {}.", in_words(until)),
            "Si lo necesita por más tiempo, pídalo a quien gestiona los usuarios de la cuenta."
                .to_owned(),
        ],
        format!("Recibe este mensaje porque tiene acceso a {account_name} por un tiempo limitado."),
    )
}

fn member_access_ending(account_name: &str, member: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("El acceso de {member} a {account_name} termina pronto"),
        vec![
            format!("El acceso de {member} a {account_name} termina el {}.", in_words(until)),
            "Si debe continuar, cambie la fecha en los usuarios de la cuenta.".to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} es suya."),
    )
}

fn password_changed(first_name: &str) -> Body {
    notice(
        "Su contraseña ha cambiado",
        vec![
            greeting(first_name),
            "La contraseña de su usuario acaba de cambiar.".to_owned(),
            "Si no fue usted, pida una nueva cuanto antes desde la página de inicio de sesión."
                .to_owned(),
        ],
        "Recibe este mensaje porque tiene un usuario con esta dirección.".to_owned(),
    )
}

fn access_removed(account_name: &str) -> Body {
    notice(
        &format!("Ya no tiene acceso a {account_name}"),
        vec![
            format!("Su acceso al área de cliente de {account_name} ha terminado."),
            "Su usuario y sus demás accesos siguen igual.".to_owned(),
        ],
        format!("Recibe este mensaje porque tenía acceso a {account_name} con esta dirección."),
    )
}

fn account_closed(account_name: &str) -> Body {
    notice(
        &format!("La cuenta {account_name} se ha cerrado"),
        vec![
            format!("La cuenta {account_name} se ha cerrado, y nadie puede entrar ya en ella."),
            "Su registro de actividad se conserva.".to_owned(),
            TELL_SUPPORT.to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} era suya."),
    )
}

fn service_key_created(account_name: &str, key_name: &str, created_by: Option<&str>) -> Body {
    let creator = created_by.unwrap_or("Quien administra este servicio");
    notice(
        &format!("Nueva clave de servicio en {account_name}"),
        vec![
            format!(
                "{creator} ha creado en {account_name} la clave de servicio «{key_name}»: con \
                 ella, otro programa puede usar la cuenta."
            ),
            "Si no la esperaba, revóquela cuanto antes.".to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} es suya."),
    )
}

/// A letter that asks for nothing.
fn notice(heading: &str, before: Vec<String>, why: String) -> Body {
    let heading = heading.to_owned();
    Body { heading, before, quotation: None, action: None, after: Vec::new(), why }
}

const fn action(button: &'static str) -> Action {
    Action { button, without_button: "Si el botón no funciona, abra este enlace:" }
}

fn greeting(first_name: &str) -> String {
    format!("Hola, {first_name}:")
}

fn valid_until(instant: DateTime<Utc>) -> String {
    format!("El enlace es válido hasta el {}.", in_words(instant))
}

fn in_words(instant: DateTime<Utc>) -> String {
    let (day, year) = (instant.day(), instant.year());
    let month = MONTHS[instant.month0() as usize];
    format!("{day} de {month} de {year}, {:02}:{:02} (UTC)", instant.hour(), instant.minute())
}
