//! Pages and REST API: the HTTP door.
