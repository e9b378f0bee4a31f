//! The rules of the domain, from the outside: tables that people review, and laws that hold for
//! whatever is thrown at them.

mod given;
mod table;

mod account_states;
mod audit_chain;
mod audit_trail;
mod client_sequences;
mod client_states;
mod contact_states;
mod email_address_grammar;
mod foreign_names;
mod invitation_sequences;
mod invitation_states;
mod laws;
mod membership_rules;
mod membership_states;
mod notification_rules;
mod password_reset_states;
mod policy_matrix;
mod policy_properties;
mod recipient_table;
mod recipients;
mod registration_states;
mod seeds;
mod service_key_states;
mod site_assignments;
mod site_decisions;
mod site_permissions;
mod support_code_states;
mod user_states;
mod viewing_states;
