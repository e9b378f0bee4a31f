//! Letters about an account: who owns it, who may enter it, and what may use it.

use chrono::{DateTime, Utc};

use super::{in_words, notice};
use crate::text::Body;

const TELL_SUPPORT: &str =
    "Si no esperaba este cambio, póngase en contacto con soporte cuanto antes.";

pub(super) fn ownership_received(account_name: &str, previous_owner: &str) -> Body {
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

pub(super) fn ownership_given_up(account_name: &str, new_owner: &str) -> Body {
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

pub(super) fn ownership_offered(
    account_name: &str,
    owner: &str,
    expires_at: DateTime<Utc>,
) -> Body {
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

pub(super) fn ownership_offer_called_off(account_name: &str, called_off_by: &str) -> Body {
    notice(
        &format!("La transferencia de {account_name} se ha cancelado"),
        vec![
            format!("{called_off_by} ha cancelado la transferencia de {account_name} en curso."),
            "La propiedad de la cuenta no ha cambiado.".to_owned(),
        ],
        format!("Recibe este mensaje porque la transferencia de {account_name} le incluía."),
    )
}

pub(super) fn access_ending(account_name: &str, until: DateTime<Utc>) -> Body {
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

pub(super) fn member_access_ending(account_name: &str, member: &str, until: DateTime<Utc>) -> Body {
    notice(
        &format!("El acceso de {member} a {account_name} termina pronto"),
        vec![
            format!("El acceso de {member} a {account_name} termina el {}.", in_words(until)),
            "Si debe continuar, cambie la fecha en los usuarios de la cuenta.".to_owned(),
        ],
        format!("Recibe este mensaje porque la cuenta {account_name} es suya."),
    )
}

pub(super) fn access_removed(account_name: &str) -> Body {
    notice(
        &format!("Ya no tiene acceso a {account_name}"),
        vec![
            format!("Su acceso al área de cliente de {account_name} ha terminado."),
            "Su usuario y sus demás accesos siguen igual.".to_owned(),
        ],
        format!("Recibe este mensaje porque tenía acceso a {account_name} con esta dirección."),
    )
}

pub(super) fn account_closed(account_name: &str) -> Body {
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

pub(super) fn service_key_created(
    account_name: &str,
    key_name: &str,
    created_by: Option<&str>,
) -> Body {
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
