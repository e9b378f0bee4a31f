//! Letters on the way in: invitations, registrations, passwords, and the access of a contact.

use chrono::{DateTime, Utc};
use portero_domain::policy::Role;

use super::{action, greeting, in_words, notice, valid_until};
use crate::text::Body;

const NOTHING_TO_DO: &str = "Si no fue usted, no tiene que hacer nada.";

pub(super) fn invitation(
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
        written: None,
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
        refusal: None,
    }
}

/// What the invitee will be, and what that means: the same words as in the invitation form (N08).
pub(super) fn role_in_words(role: Role, granted: usize) -> String {
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

pub(super) fn confirmation(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Confirme su dirección".to_owned(),
        before: vec![
            greeting(first_name),
            "Para terminar el registro, confirme que esta dirección es suya. Le pediremos la \
             contraseña que eligió al registrarse."
                .to_owned(),
        ],
        quotation: None,
        written: None,
        action: Some(action("Confirmar dirección")),
        after: vec![
            valid_until(expires_at),
            "Si usted no se registró, no tiene que hacer nada: sin la contraseña de quien lo hizo, \
             este enlace no crea ningún usuario."
                .to_owned(),
        ],
        why: "Recibe este mensaje porque alguien se registró con esta dirección.".to_owned(),
        refusal: None,
    }
}

pub(super) fn already_registered(first_name: &str) -> Body {
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

pub(super) fn password_reset(first_name: &str, expires_at: DateTime<Utc>) -> Body {
    Body {
        heading: "Elija una contraseña nueva".to_owned(),
        before: vec![
            greeting(first_name),
            "Alguien, quizá usted, pidió una contraseña nueva para su usuario. Al elegirla se \
             cerrarán todas sus sesiones."
                .to_owned(),
        ],
        quotation: None,
        written: None,
        action: Some(action("Elegir contraseña")),
        after: vec![
            valid_until(expires_at),
            "Si no fue usted, no tiene que hacer nada: su contraseña sigue siendo la misma."
                .to_owned(),
        ],
        why: "Recibe este mensaje porque alguien pidió una contraseña nueva para esta dirección."
            .to_owned(),
        refusal: None,
    }
}

pub(super) fn no_user_to_reset() -> Body {
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

pub(super) fn password_changed(first_name: &str) -> Body {
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

pub(super) fn contact_access_given(account_name: &str, given_by: &str) -> Body {
    notice(
        &format!("Acceso a {account_name}"),
        vec![
            format!("{given_by} le ha dado acceso a {account_name} en su área de cliente."),
            format!(
                "Inicie sesión con esta dirección y la contraseña que le comunique {given_by}. La \
                 primera vez se le pedirá otra, que solo usted conozca."
            ),
            "También puede pedir una contraseña nueva desde la página de inicio de sesión, sin \
             esperar a nadie."
                .to_owned(),
            "Si no esperaba este acceso, no tiene que hacer nada.".to_owned(),
        ],
        format!(
            "Recibe este mensaje porque, al dar acceso a {account_name}, {given_by} indicó esta \
             dirección."
        ),
    )
}
