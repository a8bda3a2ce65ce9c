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
                remove_tags::RemoveTags,
                update_site::UpdateSite,
                set_field::SetField,
                set_fields::SetFields,
                set_html::SetHtml,
                link_to_new_case::LinkToNewCase,
                remove_links::RemoveLinks,
                run_playbooks::RunPlaybooks,
                create_incident::CreateIncident,
                get_incidents::GetIncidents,
                get_incident::GetIncident,
                search_incidents::SearchIncidents,
                get_linked_incidents::GetLinkedIncidents,
                command::Command,
            }
            xpanse Xpanse {
                update_incident::UpdateIncident,
                get_incidents::GetIncidents,
                get_incident_extra_data::GetIncidentExtraData,
                get_alerts::GetAlerts,
                update_alerts::UpdateAlerts,
                validate_key::ValidateKey,
            }
        }
    };
}
