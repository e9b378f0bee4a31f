//! The list of all cases: the one place that names each.

/// Makes a test of every case, in a module for each module of [`case`](crate::case).
///
/// It takes an expression that makes a [`Harness`](crate::Harness), and makes one for each test.
#[macro_export]
macro_rules! contract_tests {
    ( $harness:expr $(,)? ) => {
        $crate::contract_tests! { @list tests $harness }
    };
    ( @list $( $then:tt )+ ) => {
        $crate::contract_tests! { @ $( $then )+;
            access {
                a_session_is_identified_even_when_it_has_run_out,
                a_service_key_is_identified_even_when_it_is_revoked,
                an_unknown_credential_identifies_nobody,
                a_caller_is_looked_up_with_and_without_a_membership,
                a_subject_is_found_by_id_and_by_address,
                someone_who_must_change_their_password_is_told,
                a_key_of_the_installation_is_looked_up_on_any_account,
                a_service_key_has_no_membership,
                many_are_looked_up_in_their_order,
                a_thousand_are_looked_up_at_once,
            }
            account {
                an_account_is_found_as_it_was_saved,
                an_unknown_account_is_not_found,
                an_update_of_a_stale_account_is_a_conflict,
            }
            account_list {
                an_account_is_found_with_someone_s_membership,
                only_accounts_that_admit_someone_are_enterable,
                pages_of_accounts_neither_skip_nor_repeat,
                a_suspended_owner_is_told_wherever_an_account_is_found,
                endings_are_listed_until_they_were_told,
                an_offer_of_ownership_is_kept_until_called_off,
            }
            answer {
                an_answer_is_found_since_it_was_given,
                an_answer_belongs_to_one_request,
                an_older_answer_gives_way,
                a_second_answer_to_a_request_is_a_conflict,
                an_answer_that_was_rolled_back_is_not_kept,
            }
            area {
                a_setup_link_shows_what_its_holder_may_know,
                only_areas_that_admit_someone_are_enterable,
                pages_of_areas_neither_skip_nor_repeat,
                an_area_is_found_whether_or_not_it_may_be_entered,
                what_a_client_is_on_a_site_is_told_of_one_account,
            }
            audit {
                an_entry_is_appended_to_the_chain_of_its_scope,
                a_chain_can_be_verified,
                heads_come_by_scope_a_page_at_a_time,
                each_scope_that_was_written_to_gets_its_entry,
                a_change_without_an_entry_is_unaudited,
                an_entry_without_a_change_is_unaudited,
                an_entry_of_a_foreign_scope_is_unaudited,
                two_entries_for_one_scope_are_unaudited,
                nothing_written_is_unaudited,
                a_mail_counts_as_a_write_to_its_account,
                a_mail_about_no_account_counts_as_a_write_to_the_installation,
                a_refusal_is_put_on_the_chain_and_makes_no_event,
                a_question_is_put_on_the_chain_and_makes_no_event,
                what_was_unaudited_can_be_tried_again,
            }
            audit_list {
                records_come_newest_first_a_page_at_a_time,
                the_chain_comes_in_order_behind_a_number,
                records_are_found_by_actor_action_and_time,
            }
            client {
                a_client_is_found_as_it_was_saved,
                a_client_is_found_on_its_own_account_only,
                clients_are_found_by_addresses_with_what_was_just_written,
                an_earlier_setup_link_is_told_apart_from_one_that_never_was,
                a_client_that_was_deleted_never_was,
                clients_are_counted_as_they_come_and_go,
                a_second_client_at_an_address_is_a_conflict,
                a_second_client_of_a_user_is_a_conflict,
                a_change_of_a_stale_client_is_a_conflict,
                one_stale_client_is_a_conflict_of_the_whole_batch,
                an_update_keeps_the_later_activity,
                a_thousand_clients_are_written_and_found_at_once,
            }
            client_list {
                a_client_is_shown_with_the_first_of_its_sites,
                clients_come_in_the_order_asked_for,
                pages_of_clients_neither_skip_nor_repeat,
                who_visits_while_the_list_by_activity_is_read_moves_and_nobody_else_does,
                words_begin_words_of_what_is_known_of_a_client,
                words_and_order_follow_an_amendment,
                clients_are_found_by_status,
                a_filter_of_clients_leaves_no_page_short,
                activity_is_no_change,
            }
            communication {
                a_communication_is_found_as_it_was_saved,
                a_communication_with_nothing_optional_is_found,
                a_communication_goes_to_a_thousand,
                pages_of_communications_neither_skip_nor_repeat,
                a_settled_mail_is_told_of_its_addressee,
                what_a_loser_settles_is_not_told_of_the_addressee,
                a_retry_leaves_what_was_settled_meanwhile,
                an_update_of_a_stale_communication_is_a_conflict,
                a_mail_that_carries_another_is_a_conflict,
            }
            concurrency {
                those_who_lock_one_account_wait_for_each_other,
                those_who_lock_one_user_wait_for_each_other,
                sixty_four_simultaneous_accepts_are_one,
                two_simultaneous_transfers_leave_one_owner,
                those_who_work_on_different_accounts_all_succeed,
                those_who_write_to_the_installation_at_once_leave_no_gap,
                no_mail_is_leased_by_two_at_once,
            }
            contact {
                a_contact_is_found_as_it_was_saved,
                a_contact_is_found_on_its_own_account_only,
                the_access_of_a_contact_is_found_as_it_was_saved,
                a_second_contact_at_an_address_is_a_conflict,
                a_second_contact_of_a_user_is_a_conflict,
                a_contact_that_was_deleted_is_gone,
                a_change_of_a_stale_contact_is_a_conflict,
                contacts_are_counted_as_they_come_and_go,
                candidates_come_by_id_with_what_was_just_written,
                an_invitation_keeps_its_contact,
            }
            contact_list {
                a_contact_is_found_with_what_their_access_gives,
                pages_of_contacts_neither_skip_nor_repeat,
                words_begin_words_of_name_address_company_or_phone,
                words_follow_an_amendment,
                contacts_are_found_by_profile,
                contact_candidates_are_all_of_the_account_by_id,
                an_address_tells_its_member_and_its_contact,
            }
            entrance {
                a_membership_that_admits_is_an_entrance,
                an_area_that_admits_is_an_entrance,
                an_open_invitation_waits_for_a_confirmed_address,
                entrances_are_told_with_what_was_just_written,
                a_membership_a_client_or_an_access_leads_to_a_user,
                what_a_user_did_names_them,
                ties_are_told_with_what_was_just_written,
            }
            erasure {
                a_user_who_was_erased_is_gone,
                what_is_a_user_s_alone_goes_with_them,
                a_user_to_whom_something_refers_cannot_be_erased,
                erasing_a_stale_user_is_a_conflict,
            }
            event {
                events_are_numbered_without_gaps,
                each_scope_has_numbers_of_its_own,
                an_event_has_the_name_and_data_of_its_change,
                every_kind_of_change_has_its_event_in_its_scope,
                every_change_around_a_client_has_its_event_in_its_scope,
                events_of_one_unit_of_work_come_in_its_order_and_at_its_instant,
                events_come_a_page_at_a_time,
            }
            forgetting {
                sessions_that_ran_out_are_forgotten,
                attempts_and_resets_that_ran_out_are_forgotten,
                old_answers_are_forgotten,
                only_delivered_mails_are_forgotten,
                support_codes_that_ran_out_are_forgotten,
                a_communication_outlives_its_mails,
                nothing_on_record_is_forgotten,
            }
            invitation {
                an_invitation_is_found_as_it_was_saved,
                an_invitation_is_found_on_its_own_account_only,
                a_second_open_invitation_to_an_address_is_a_conflict,
                a_batch_that_names_an_address_twice_is_a_conflict,
                an_address_is_free_again_once_its_invitation_is_final,
                an_update_of_a_stale_invitation_is_a_conflict,
                one_stale_invitation_is_a_conflict_of_the_whole_batch,
                a_thousand_invitations_are_sent_and_found_at_once,
                an_earlier_link_is_told_apart_from_one_that_never_was,
                a_link_outlives_a_change_of_state,
                open_invitations_include_expired_ones,
            }
            invitation_list {
                an_invitation_is_shown_with_the_names_of_who_invites,
                pages_of_invitations_neither_skip_nor_repeat,
                invitations_are_found_by_status_at_an_instant,
                an_unsettled_invitation_is_found_behind_any_number_of_others,
                invitations_are_found_by_a_part_of_the_address,
                a_link_shows_its_invitation_or_that_it_is_superseded,
                an_invitee_sees_what_can_be_answered_now,
                an_invitee_sees_the_200_newest,
            }
            member_list {
                a_member_is_found_with_their_user_and_presence,
                pages_of_members_neither_skip_nor_repeat,
                a_list_leaves_out_members_whose_access_has_run_out,
                words_begin_words_of_the_name_or_the_address,
                members_are_found_by_role_and_by_state,
                members_are_found_by_what_they_hold,
                a_filter_leaves_no_page_short,
                candidates_are_everyone_on_the_account,
            }
            membership {
                a_membership_is_found_as_it_was_saved,
                a_membership_that_was_removed_is_gone,
                a_member_who_joins_again_is_a_conflict,
                a_membership_that_has_run_out_can_be_replaced,
                an_update_of_a_stale_membership_is_a_conflict,
                a_removal_of_a_stale_membership_is_a_conflict,
                a_second_owner_is_a_conflict,
                ownership_is_handed_over_in_one_unit_of_work,
                the_owner_is_the_account_s_own,
                members_are_counted_as_they_come_and_go,
                addresses_of_members_leave_out_access_that_has_run_out,
                candidates_are_everyone_with_what_was_just_written,
            }
            outbox {
                mails_are_leased_oldest_first,
                a_mail_under_a_live_lease_is_not_leased_again,
                a_lease_that_has_run_out_is_taken_over,
                a_lease_can_be_lengthened,
                a_lost_lease_cannot_be_lengthened,
                what_a_loser_settles_changes_nothing,
                a_mail_that_was_sent_is_over,
                a_mail_that_failed_comes_again_when_it_is_due,
                an_undeliverable_mail_is_counted,
                kept_mails_come_newest_first_and_by_address,
                mails_to_an_address_are_taken_back,
                a_mail_appears_with_its_commit_and_never_before,
            }
            password_reset {
                a_reset_is_found_by_its_link_whatever_its_state,
                open_resets_of_a_user_include_expired_ones,
                an_update_of_a_stale_reset_is_a_conflict,
            }
            registration {
                an_attempt_is_found_by_its_link_whatever_its_state,
                open_attempts_come_newest_first_with_expired_ones,
                an_update_of_a_stale_attempt_is_a_conflict,
            }
            service_key {
                a_key_is_found_on_its_own_account_only,
                only_keys_that_are_not_revoked_count,
                keys_are_listed_newest_first,
                a_key_of_the_installation_is_apart_from_those_of_accounts,
                a_use_is_no_change,
                an_update_keeps_the_later_use,
                an_update_of_a_stale_key_is_a_conflict,
            }
            session {
                sessions_of_a_user_come_oldest_first,
                an_update_keeps_the_later_presence,
                presence_is_no_change,
                a_session_that_ended_is_gone,
                an_update_of_a_stale_session_is_a_conflict,
                an_end_of_a_stale_session_is_a_conflict,
            }
            sign_in {
                signing_in_sees_the_user_and_the_newest_open_attempt,
                signing_in_with_an_unknown_address_sees_nothing,
            }
            site {
                a_site_is_found_as_it_was_saved,
                a_site_is_found_on_its_own_account_only,
                sites_are_found_by_aliases_with_what_was_just_written,
                a_second_site_with_an_alias_is_a_conflict,
                a_site_that_was_deleted_is_gone,
                a_deletion_of_an_assigned_site_is_a_conflict,
                a_change_of_a_stale_site_is_a_conflict,
                sites_are_counted_as_they_come_and_go,
                a_thousand_sites_are_written_and_found_at_once,
            }
            site_access {
                a_client_is_looked_up_on_a_site,
                a_site_of_another_account_is_not_there,
                each_question_of_a_batch_has_its_own_site,
                a_thousand_questions_about_sites_are_answered_at_once,
            }
            site_assignment {
                an_assignment_is_found_as_it_was_saved,
                an_assignment_can_be_replaced_and_ended,
                assignments_of_clients_come_with_what_was_just_written,
                a_site_is_assigned_as_long_as_someone_has_it,
                a_second_assignment_is_a_conflict,
                an_assignment_across_accounts_is_a_conflict,
                a_change_of_a_stale_assignment_is_a_conflict,
                a_thousand_assignments_are_written_at_once,
            }
            site_list {
                pages_of_sites_neither_skip_nor_repeat,
                words_begin_words_of_how_a_site_is_called,
                words_leave_no_page_of_sites_short,
                sites_of_a_client_come_by_id_a_page_at_a_time,
                sites_of_clients_come_by_client_and_site,
                clients_of_a_site_come_by_id_a_page_at_a_time,
            }
            support_code {
                a_code_is_found_for_its_person_on_its_account_only,
                a_code_is_found_whatever_became_of_it,
                a_new_code_takes_the_place_of_the_one_before,
                a_stale_check_or_a_second_first_code_is_a_conflict,
            }
            unit_of_work {
                a_store_answers,
                what_is_not_committed_is_rolled_back,
                a_commit_makes_everything_visible,
                a_unit_of_work_alone_sees_what_it_has_yet_to_commit,
                after_an_error_a_unit_of_work_answers_nothing,
                after_an_error_a_commit_fails_and_leaves_nothing,
                a_commit_that_was_begun_is_finished_even_if_the_caller_goes_away,
                an_id_that_is_taken_is_a_conflict,
                a_link_that_is_taken_is_a_conflict,
                a_token_that_is_taken_is_a_conflict,
                an_instant_keeps_its_microseconds,
            }
            user {
                a_user_is_found_as_they_were_saved,
                a_user_whom_an_account_made_is_found_as_they_were_saved,
                an_address_is_compared_by_its_canonical_form,
                an_address_that_is_taken_is_a_conflict,
                an_update_of_a_stale_user_is_a_conflict,
                the_languages_of_addresses_are_those_of_their_users,
            }
            viewing {
                a_viewing_is_found_as_it_was_saved,
                a_token_tells_what_its_holder_must_still_be,
                a_viewing_tells_when_session_and_membership_are_gone,
                pages_of_viewings_neither_skip_nor_repeat,
                a_change_of_a_stale_viewing_is_a_conflict,
            }
        }
    };
    ( @ tests $harness:expr; $( $module:ident { $( $case:ident, )+ } )+ ) => { $(
        mod $module {
            #[allow(unused_imports, reason = "what the harness is made of is named out there")]
            use super::*;

            $(
                #[test]
                fn $case() {
                    $crate::run(&$harness, $crate::case::$module::$case);
                }
            )+
        }
    )+ };
    ( @ names; $( $module:ident { $( $case:ident, )+ } )+ ) => {
        &[ $( $( concat!(stringify!($module), "::", stringify!($case)) ),+ ),+ ]
    };
}

/// The names of all cases, as `module::case`.
pub const CASES: &[&str] = contract_tests! { @list names };

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::CASES;

    #[test]
    fn every_case_is_in_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/case");
        let mut written = BTreeSet::new();
        for file in fs::read_dir(folder).expect("the folder of the cases") {
            let path = file.expect("a file").path();
            let module = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let source = fs::read_to_string(&path).expect("a source file");
            let functions = source
                .lines()
                .filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
            written.extend(functions.map(|case| format!("{module}::{case}")));
        }
        let listed: BTreeSet<String> = CASES.iter().map(|case| (*case).to_owned()).collect();
        assert_eq!(listed, written);
        assert_eq!(listed.len(), CASES.len(), "no case is named twice");
    }
}
