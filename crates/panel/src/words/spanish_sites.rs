//! What clients may do on a site, in Spanish.

use portero_domain::policy::SitePermission;

/// What a site permission allows.
pub(super) const fn site_permission(permission: SitePermission) -> &'static str {
    match permission {
        SitePermission::ViewStats => "Ver las estadísticas",
        SitePermission::EditLimited => "Editar el contenido",
        SitePermission::Edit => "Editar el sitio entero",
        SitePermission::AddFlexSections => "Añadir secciones flexibles",
        SitePermission::ManageStore => "Gestionar la tienda",
        SitePermission::Publish => "Publicar",
        SitePermission::Republish => "Volver a publicar",
        SitePermission::DeveloperMode => "Editar el código",
        SitePermission::Personalize => "Personalizar para los visitantes",
        SitePermission::Seo => "Configurar el posicionamiento",
        SitePermission::SeoOverview => "Ver el resumen de posicionamiento",
        SitePermission::Backups => "Hacer y restaurar copias de seguridad",
        SitePermission::CustomDomain => "Conectar un dominio propio",
        SitePermission::ManageDomain => "Administrar el dominio",
        SitePermission::Reset => "Restablecer el sitio",
        SitePermission::Blog => "Escribir en el blog",
        SitePermission::PushNotifications => "Enviar notificaciones",
        SitePermission::Comments => "Comentar el sitio",
        SitePermission::ContentLibrary => "Usar la biblioteca de contenido",
        SitePermission::EditConnectedData => "Editar los datos conectados",
        SitePermission::ManageConnectedData => "Gestionar los datos conectados",
        SitePermission::SyncExternalContent => "Sincronizar contenido externo",
        SitePermission::UseApp => "Usar una aplicación instalada",
        SitePermission::ManageFreeApps => "Gestionar aplicaciones gratuitas",
        SitePermission::AiAssistant => "Usar el asistente",
        SitePermission::BookingAdmin => "Administrar las reservas",
        SitePermission::BookingUser => "Usar las reservas",
    }
}
