//! The list of operations: one line each, with its file and its type.

/// Passes all operations, by vendor, to the macro `$callback`.
macro_rules! operations {
    ($callback:ident) => {
        $callback! {
            d3 D3 {
                update_owner::UpdateOwner,
                close_incidents::CloseIncidents,
                link_to_cases::LinkToCases,
                close_incident::CloseIncident,
                add_tags::AddTags,
            }
            xpanse Xpanse {
                update_incident::UpdateIncident,
                get_incidents::GetIncidents,
            }
        }
    };
}
