//! Spanish, for an account's people about clients and sites.

use portero_domain::model::ClientStatus;
use portero_domain::port::ClientSort;

use super::client_pages::ClientPages;
use crate::page::site_permissions::SitePermissionGroup;

pub(super) static CLIENT_PAGES: ClientPages = ClientPages {
    clients: "Clientes",
    clients_lead: "Las personas cuyos sitios lleva usted, qué ven y cómo entran.",
    client: "Cliente",
    new_client: "Crear cliente",
    search_clients: "Buscar por nombre, empresa o contacto",
    all_states: "Todos los estados",
    order: "Orden",
    last_activity: "Última actividad",
    no_clients: "Todavía no hay clientes. Cree el primero y asígnele un sitio.",
    no_clients_yet: "Todavía no hay clientes.",
    no_client_found: "Ningún cliente coincide. Pruebe con otras palabras o con otro estado.",
    more_sites: "y {} más",
    sees_only: "solo verlo",
    back_to_clients: "Volver a Clientes",
    email_for_ever: "Con esta dirección iniciará sesión. Una vez guardada, no se puede cambiar.",
    email_fixed: "Con esta dirección inicia sesión. No se puede cambiar.",
    notes: "Notas",
    notes_hint: "Solo las ve su equipo; el cliente, nunca.",
    save_and_close: "Guardar y cerrar",
    assign_site: "Asignar sitio",
    client_created: "Cliente creado.",
    client_exists: "Ya hay un cliente con esta dirección.",
    personal: "Información personal",
    sites_and_permissions: "Sitios y permisos",
    access: "Acceso",
    delete: "Eliminar",
    delete_client: "Eliminar cliente",
    delete_client_why: "Se borran sus datos y pierde el acceso. No se puede deshacer: si quiere conservar su información, suspéndalo.",
    type_client_name: "Escriba el nombre completo del cliente para confirmar",
    name_differs: "No coincide con el nombre del cliente.",
    client_deleted: "Cliente eliminado.",
    // A client's sites, and what they may do on each.
    assigned_sites: "Sitios asignados",
    none_assigned: "No tiene ningún sitio. Asígnele uno para poder darle acceso.",
    no_sites: "Ningún sitio",
    all_sites: "Todos los sitios",
    no_sites_left: "No le queda ningún sitio",
    suspension_advised: "Puede entrar, pero su panel está vacío. Le recomendamos suspender el acceso mientras no tenga sitios.",
    assign_another: "Asignar otro sitio",
    assign_how: "Escriba el nombre, el alias, el URL o el dominio, y elija el sitio en la lista.",
    assigned: "Asignado",
    found_sites: "Sitios para elegir",
    no_site_found: "Ningún sitio coincide. Pruebe con otras palabras o cree un sitio nuevo.",
    no_sites_at_all: "Todavía no hay sitios. Cree el primero.",
    permitted: "Permisos en este sitio",
    permitted_hint: "Valen solo para este cliente y este sitio. Sin ninguno, solo lo ve.",
    needs: "Necesita: {}",
    lacking: "Lo elegido necesita además: {}. Ya está marcado: revíselo y guarde.",
    is_assigned: "Sitio asignado.",
    unassign: "Cancelar asignación",
    unassign_why: "Dejará de ver el sitio y perderá sus permisos en él.",
    unassign_only: "Es su único sitio: su panel quedará vacío.",
    is_unassigned: "Asignación cancelada.",
    grant_access: "Otorgar acceso",
    // How a client comes in, and is kept out.
    what_it_means: "Qué significa",
    user_name: "Nombre de usuario",
    suspended_since: "Suspendido desde",
    url_until: "El URL es válido hasta",
    site_first: "Asígnele antes un sitio: sin él no tendría nada que ver.",
    setup_url: "URL de configuración",
    setup_url_why: "Genérelo, cópielo y hágaselo llegar. El cliente elige con él su contraseña. Un URL nuevo anula el anterior.",
    generate: "Generar",
    copy_url: "Copie el URL ahora: no se volverá a mostrar.",
    works_until: "Válido hasta el {}. Se usa una sola vez.",
    invitation_mail: "Correo de invitación",
    invitation_mail_why: "Lleva el URL de configuración y el nombre de usuario del cliente. Anula el URL anterior.",
    preview_and_edit: "Ver y editar el correo",
    mail_lead: "Así lo recibirá {}. Todavía no se ha enviado.",
    preview: "Vista previa",
    mail_to: "Para",
    url_goes_here: "[aquí irá el URL de configuración]",
    edit_mail: "Editar el correo",
    keep_both: "Conserve {}: al enviarlo se sustituyen por los del cliente.",
    keep: "El texto debe conservar {}.",
    mail_sent: "Invitación en camino.",
    suspend: "Suspender acceso",
    suspend_why: "No podrá entrar hasta que reactive su acceso. Sus datos y sus sitios se conservan.",
    reactivate: "Reactivar acceso",
    reactivate_why: "Volverá a estar como antes de la suspensión.",
    view_as: "Ver como cliente",
    view_as_why: "Verá exactamente lo que ve el cliente, sin poder cambiar nada. Quién mira, cuándo y por qué queda en el registro de actividad.",
    reason: "Motivo",
    reason_hint: "Por ejemplo: «Dice que no encuentra la tienda».",
    view_ready: "La vista está lista.",
    view_ready_why: "Se abre una sola vez, en otra pestaña y en el próximo minuto.",
    open_view: "Abrir la vista",
    // The sites themselves.
    sites: "Sitios",
    sites_lead: "Los sitios de esta área. Cada cliente ve solo los que se le asignan.",
    site: "Sitio",
    new_site: "Crear sitio nuevo",
    search_sites: "Buscar por nombre, alias, URL o dominio",
    alias: "Alias",
    alias_hint: "Un nombre corto que ningún otro sitio tenga.",
    alias_taken: "Otro sitio tiene ya este alias.",
    url: "URL",
    domain: "Dominio",
    site_created: "Sitio creado. Asígnelo desde la lista de clientes.",
    site_created_for: "Sitio creado. Elija los permisos del cliente y asígnelo.",
    clients_of_site: "Clientes con este sitio",
    no_clients_of_site: "Ningún cliente lo tiene. Asígnelo desde la página de un cliente.",
    site_assigned: "Hay clientes que tienen este sitio. Cancele antes sus asignaciones.",
    delete_site: "Eliminar sitio",
    delete_site_why: "Solo se puede eliminar un sitio que ningún cliente tenga asignado. No se puede deshacer.",
    site_deleted: "Sitio eliminado.",
    back_to_sites: "Volver a Sitios",
    status,
    status_means,
    sort,
    permission_group,
};

/// What a client is called at each point (D03).
const fn status(status: ClientStatus) -> &'static str {
    match status {
        ClientStatus::Prospect => "Cliente potencial",
        ClientStatus::SiteAssigned => "Sitio asignado",
        ClientStatus::Invited => "Invitado",
        ClientStatus::Active => "Activo",
        ClientStatus::Suspended => "Suspendido",
    }
}

/// What it means to be there.
const fn status_means(status: ClientStatus) -> &'static str {
    match status {
        ClientStatus::Prospect => "Se ha creado y todavía no tiene ningún sitio.",
        ClientStatus::SiteAssigned => "Tiene un sitio; falta otorgarle acceso.",
        ClientStatus::Invited => "Tiene un enlace para entrar y todavía no lo ha usado.",
        ClientStatus::Active => "Ha iniciado sesión en su panel.",
        ClientStatus::Suspended => "No puede entrar hasta que se le reactive.",
    }
}

/// What a list is ordered by.
const fn sort(sort: ClientSort) -> &'static str {
    match sort {
        ClientSort::Name => "Por nombre",
        ClientSort::Newest => "Los más recientes",
        ClientSort::LastActivity => "Última actividad",
    }
}

/// What site permissions are about.
const fn permission_group(group: SitePermissionGroup) -> &'static str {
    match group {
        SitePermissionGroup::Content => "Contenido",
        SitePermissionGroup::Publishing => "Publicación y copias",
        SitePermissionGroup::Visitors => "Visitantes y buscadores",
        SitePermissionGroup::Domain => "Dominio",
        SitePermissionGroup::StoreAndBookings => "Tienda y reservas",
        SitePermissionGroup::DataAndApps => "Datos y aplicaciones",
    }
}
