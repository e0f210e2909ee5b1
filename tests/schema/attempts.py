"""For every constraint, changes to a valid row that break it and nothing else."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tests.schema.catalog import FOREIGN_KEY, PRIMARY_KEY, UNIQUE, Constraint, columns
from tests.schema.world import SAME, SQL, Changes, fresh

BAD_ID = {"public_id": "ilouilouil"}
NOT_COUNTED: Changes = {"side_id": None, "group": "", "low": None, "high": None}
FOREIGN_CLAIM = SQL("(SELECT id FROM workbench_claim WHERE statement = 'Of another incident.')")
FOREIGN_ASSERTION = SQL("(SELECT max(id) FROM workbench_assertion)")
FOREIGN_ESTIMATE = SQL("(SELECT max(id) FROM workbench_casualtyestimate)")
AN_ACTOR = SQL("(SELECT min(id) FROM actors_actor)")
OTHER_ACTOR = SQL("(SELECT max(id) FROM actors_actor)")
INTO_ITSELF: Changes = {"id": 9_000_000, "merged_into_id": 9_000_000, "standing": "merged"}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

BY_HAND: dict[str, Changes] = {
    "readonly_readonly_one_at_a_time": {"during": SAME},
    "readonly_readonly_some_time": {"during": DateTimeTZRange(empty=True)},
    "accounts_user_email_given": {"email": ""},
    "accounts_apitoken_scope_known": {"scope": "nonsense"},
    "actors_actor_kind_known": {"kind": "nonsense"},
    "actors_actor_standing_known": {"standing": "nonsense"},
    "actors_actor_merged_names_winner": {"standing": "merged"},
    "actors_actor_not_merged_into_itself": INTO_ITSELF,
    "actors_actor_name_given": {"name": ""},
    "actors_actor_country_alpha3": {"country": "arm"},
    "actors_actor_wikidata_form": {"wikidata_id": "Q01"},
    "actors_actorname_kind_known": {"kind": "nonsense"},
    "actors_actorname_script_known": {"script": "Xxxx"},
    "actors_actorname_dates_in_order": {"used_from": date(2024, 2, 14), "used_to": date(2024, 2, 13)},
    "actors_actorname_given": {"language": ""},
    "actors_relation_kind_known": {"kind": "nonsense"},
    "actors_relation_not_to_itself": {"kind": "allied_with", "object_id": SQL("subject_id")},
    "actors_relation_some_day": {"valid": DateRange(empty=True)},
    "actors_relation_no_overlap": {"kind": "part_of", "valid": DateRange(date(2020, 6, 1), None)},
    "actors_relation_one_parent": {"valid": DateRange(date(2020, 6, 1), None), "object_id": OTHER_ACTOR},
    "reference_place_kind_known": {"kind": "nonsense"},
    "reference_place_standing_known": {"standing": "nonsense"},
    "reference_place_merged_names_winner": {"standing": "merged"},
    "reference_place_not_merged_into_itself": INTO_ITSELF,
    "reference_place_latitude_range": {"latitude": 90.001},
    "reference_place_longitude_range": {"longitude": -180.001},
    "reference_place_position_whole": {"latitude": None},
    "reference_place_name_given": {"name": ""},
    "reference_place_country_alpha3": {"country": "AR"},
    "reference_placename_given": {"text": ""},
    "reference_border_standing_known": {"standing": "nonsense"},
    "reference_border_two_sides": {"side_b_id": SQL("side_a_id")},
    "reference_section_line_geojson": {"line": '{"type": "Polygon", "coordinates": []}'},
    "reference_dispute_standing_known": {"standing": "nonsense"},
    "reference_milestone_kind_known": {"kind": "nonsense"},
    "reference_milestone_precision_known": {"precision": "nonsense"},
    "reference_milestone_dates_in_order": {"earliest": date(2024, 2, 14), "latest": date(2024, 2, 13)},
    "workbench_access_face_known": {"face": "nonsense"},
    "workbench_refdecision_what_known": {"what": "nonsense", "winner": "", "undoes_id": None},
    "workbench_refdecision_table_known": {"table": "nonsense"},
    "workbench_refdecision_reason_given": {"reason": ""},
    "workbench_refdecision_winner_fits": {"winner": ""},
    "workbench_refdecision_undoes_a_merge": {"undoes_id": SQL("(SELECT max(id) FROM workbench_referencedecision)")},
    "workbench_quietreport_public_id_form": BAD_ID,
    "workbench_quietreport_in_order": {"until": date(2020, 1, 1)},
    "workbench_quietreport_once": {"until": SAME},
    "workbench_keptform_form_id_form": {"form_id": "0000-00001"},
    "workbench_keptform_closed_is_empty": {"fields": '{"title": ["Typed"]}'},
    "workbench_reviewlock_lasts": {"expires_at": SQL("taken_at")},
    "workbench_reviewlock_from_another": {"taken_from_id": SQL("editor_id")},
    "workbench_savedview_name_given": {"name": ""},
    "workbench_digestmail_week_range": {"week": 54},
    "workbench_incident_ref_form": {"ref": "CC-24-1"},
    "workbench_incident_kind_known": {"kind": "nonsense"},
    "workbench_incident_state_known": {"state": "nonsense"},
    "workbench_incident_date_precision_known": {"date_precision": "nonsense"},
    "workbench_incident_location_known": {"location_confidentiality": "nonsense"},
    "workbench_incident_dates_in_order": {"earliest": date(2024, 2, 14), "latest": date(2024, 2, 13)},
    "workbench_incident_dates_whole": {"latest": None},
    "workbench_incident_times_in_order": {"start_time": time(12), "end_time": time(11)},
    "workbench_incident_end_needs_start": {"start_time": None},
    "workbench_incident_latitude_range": {"latitude": -90.001},
    "workbench_incident_longitude_range": {"longitude": 180.001},
    "workbench_incident_position_whole": {"longitude": None},
    "workbench_incident_precision_range": {"place_precision": 8},
    "workbench_incident_coarse_range": {"coarse_precision": 1},
    "workbench_incident_coarse_needs_place": {"coarse_place_id": None},
    "workbench_involvement_public_id_form": BAD_ID,
    "workbench_involvement_role_known": {"role": "nonsense"},
    "workbench_involvement_claim_alleges": {"alleged": False},
    "workbench_involvement_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_incidentlink_public_id_form": BAD_ID,
    "workbench_incidentlink_relation_known": {"relation": "nonsense"},
    "workbench_incidentlink_not_to_itself": {"other_id": SQL("incident_id")},
    "workbench_incidentlink_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_claim_public_id_form": BAD_ID,
    "workbench_claim_kind_known": {"kind": "nonsense"},
    "workbench_claim_channel_known": {"channel": "nonsense"},
    "workbench_claim_precision_known": {"made_precision": "nonsense"},
    "workbench_claim_statement_given": {"statement": ""},
    "workbench_claim_quotation_has_language": {"quotation_language": ""},
    "workbench_claim_translation_of_quotation": {"quotation": "", "quotation_language": ""},
    "workbench_claim_time_needs_day": {"made_on": None},
    "workbench_assertion_public_id_form": BAD_ID,
    "workbench_assertion_question_known": {**NOT_COUNTED, "question": "nonsense"},
    "workbench_assertion_stance_known": {"stance": "nonsense"},
    "workbench_assertion_group_known": {"group": "nonsense"},
    "workbench_assertion_numbers_in_order": {"low": 3, "high": 2},
    "workbench_assertion_high_needs_low": {"low": None},
    "workbench_assertion_number_fits_question": {"question": "occurrence", "side_id": None},
    "workbench_assertion_side_fits_question": {"side_id": None},
    "workbench_assertion_actor_fits_question": {"actor_id": AN_ACTOR},
    "workbench_assertion_place_fits_question": {"place_id": SQL("(SELECT min(id) FROM reference_place)")},
    "workbench_assertion_time_fits_question": {"time_from": LONG_AGO},
    "workbench_assertion_times_in_order": {
        **NOT_COUNTED, "question": "time", "time_from": LONG_AGO, "time_to": datetime(2019, 1, 1, tzinfo=UTC),
    },
    "workbench_assertion_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_claimlink_public_id_form": BAD_ID,
    "workbench_claimlink_relation_known": {"relation": "nonsense"},
    "workbench_claimlink_question_known": {"question": "nonsense"},
    "workbench_claimlink_not_to_itself": {"to_id": SQL("claim_id")},
    "workbench_claimlink_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_claimlink_to_same_incident": {"to_id": FOREIGN_CLAIM},
    "workbench_estimate_public_id_form": BAD_ID,
    "workbench_estimate_group_known": {"group": "nonsense"},
    "workbench_estimate_outcome_known": {"outcome": "nonsense"},
    "workbench_estimate_basis_known": {"basis": "nonsense"},
    "workbench_estimate_low_to_best": {"low": 3, "best": 2},
    "workbench_estimate_best_to_high": {"best": 4, "high": 3},
    "workbench_estimate_low_to_high": {"low": 4, "best": None, "high": 3},
    "workbench_estimateclaim_estimate_same_incident": {"estimate_id": FOREIGN_ESTIMATE},
    "workbench_estimateclaim_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_assessment_public_id_form": BAD_ID,
    "workbench_assessment_question_known": {"question": "nonsense"},
    "workbench_assessment_group_known": {"group": "nonsense"},
    "workbench_assessment_finding_known": {"finding": "nonsense"},
    "workbench_assessment_reason_given": {"reason": ""},
    "workbench_assessment_finding_has_question": {"finding": ""},
    "workbench_reviewnote_public_id_form": BAD_ID,
    "workbench_reviewnote_state_known": {"state": "nonsense"},
    "workbench_reviewnote_answer_is_plain": {"reply_to_id": SQL("id"), "anchor": "title"},
    "workbench_reviewnote_settled_whole": {"state": "resolved", "settled_at": LONG_AGO},
    "workbench_reviewnote_open_not_settled": {"settled_at": LONG_AGO, "settled_by_id": SQL("author_id")},
    "workbench_reviewnote_reply_to_same_incident": {
        "reply_to_id": SQL("(SELECT id FROM workbench_reviewnote WHERE text = 'Of another incident.')")
    },
    "workbench_reviewnote_text_given": {"text": ""},
    "workbench_transition_verb_known": {"verb": "nonsense"},
    "workbench_transition_source_known": {"source_state": "nonsense"},
    "workbench_transition_target_known": {"target_state": "nonsense"},
    "workbench_approval_state_known": {"state": "nonsense", "ended_at": LONG_AGO},
    "workbench_approval_one_waits": {"incident_id": SAME},
    "workbench_approval_digest_form": {"body_sha256": "A" * 64},
    "workbench_approval_ended": {"ended_at": LONG_AGO},
    "workbench_approval_void_says_why": {"why": "So."},
    "workbench_approval_published_has_edition": {"edition_seq": 1},
    "workbench_checkanswer_code_known": {"code": "nonsense"},
    "workbench_checkanswer_fingerprint_form": {"fingerprint": "A" * 64},
    "workbench_checkanswer_answer_given": {"answer": ""},
    "workbench_erasure_reason_given": {"reason": ""},
    "workbench_merge_not_into_itself": {"winner_id": SQL("loser_id")},
    "workbench_merge_reason_given": {"reason": ""},
    "workbench_merge_loser_state_known": {"loser_state": "nonsense"},
    "workbench_merge_winner_state_known": {"winner_state": "nonsense"},
    "workbench_unmerge_reason_given": {"reason": ""},
    "workbench_distinction_in_order": {"second": SQL("first")},
    "workbench_source_public_id_form": BAD_ID,
    "workbench_source_kind_known": {"kind": "nonsense"},
    "workbench_source_reliability_known": {"reliability": "G"},
    "workbench_source_publisher_given": {"publisher": ""},
    "workbench_source_not_merged_into_itself": {"id": 9_000_000, "merged_into_id": 9_000_000},
    "workbench_capture_public_id_form": BAD_ID,
    "workbench_capture_sha256_form": {"sha256": "A" * 64},
    "workbench_capture_payload_form": {"payload_sha256": "a" * 63},
    "workbench_captureattempt_outcome_known": {"outcome": "nonsense"},
    "workbench_captureattempt_times_in_order": {"finished_at": LONG_AGO},
    "workbench_captureattempt_failure_says_why": {"error": ""},
    "workbench_captureattempt_success_has_copy": {"outcome": "stored", "capture_id": None},
    "workbench_custodyentry_action_known": {"action": "nonsense"},
    "workbench_citation_public_id_form": BAD_ID,
    "workbench_citation_credibility_range": {"credibility": 7},
    "workbench_citation_assertion_has_claim": {"claim_id": None},
    "workbench_citation_claim_same_incident": {"claim_id": FOREIGN_CLAIM},
    "workbench_citation_assertion_same_incident": {"assertion_id": FOREIGN_ASSERTION},
    "record_edition_seq_from_one": {"seq": 0},
    "record_edition_number_from_one": {"number": 0},
    "record_edition_status_known": {"status": "nonsense"},
    "record_edition_hash_form": {"body_sha256": "A" * 64},
    "record_edition_valid_sometime": {"validity": DateTimeTZRange(empty=True)},
    "record_edition_valid_from_publication": {"published_at": LONG_AGO},
    "record_edition_one_at_a_time": {"ref": SAME, "number": 2},
    "record_figure_perspective_known": {"perspective": "nonsense"},
    "record_expunction_reason_given": {"reason": ""},
    "record_expunction_names_editions": {"seqs": []},
    "record_sourcemerge_not_into_itself": {"into": SQL("source")},
    "record_release_version_form": {"version": "2024.1"},
    "record_release_cutoff_from_zero": {"cutoff_seq": -1},
    "record_release_digest_form": {"head_digest": "a" * 63},
    "record_facetcount_not_negative": {"fatal": -1},
    "record_word_given": {"word": ""},
    "record_mapcell_not_negative": {"killed_best": -1},
}  # fmt: skip
"""Checks, exclusions and keys that were named by hand: what a copy of the table's row changes to break it."""

ALSO: dict[str, tuple[str, ...]] = {
    "actors_relation_no_overlap": ("actors_relation_one_parent",),
    "workbench_approval_edition_seq_check": ("workbench_approval_published_has_edition",),
    "record_edition_number_check": ("record_edition_number_from_one",),
    "workbench_assertion_high_check": ("workbench_assertion_numbers_in_order",),
    "workbench_casualtyestimate_high_check": ("workbench_estimate_best_to_high", "workbench_estimate_low_to_high"),
    "workbench_casualtyestimate_best_check": ("workbench_estimate_low_to_best",),
    "workbench_citation_credibility_check": ("workbench_citation_credibility_range",),
    "workbench_digestmail_week_check": ("workbench_digestmail_week_range",),
    "workbench_incident_coarse_precision_check": ("workbench_incident_coarse_range",),
    "workbench_incident_place_precision_check": ("workbench_incident_precision_range",),
}
"""Constraints that no statement can break alone: the others that are in the way are dropped first."""

WITH: dict[str, Changes] = {
    "record_edition_number_once": {
        "published_at": LONG_AGO,
        "validity": DateTimeTZRange(LONG_AGO, datetime(2020, 1, 2, tzinfo=UTC)),
    },
    "actors_actor.merged_into_id": {"standing": "merged"},
    "reference_place.merged_into_id": {"standing": "merged"},
    "workbench_referencedecision.undoes_id": {"what": "undone"},
    "workbench_referencedecision_undoes_id_key": {
        "what": "undone",
        "undoes_id": SQL("(SELECT max(undoes_id) FROM workbench_referencedecision)"),
    },
    "workbench_reviewnote.settled_by_id": {"state": "resolved", "settled_at": LONG_AGO},
    "workbench_assertion.actor_id": {**NOT_COUNTED, "question": "initiator"},
    "workbench_assertion.place_id": {**NOT_COUNTED, "question": "place"},
}
"""What else an attempt that is made from the catalogue has to change, by constraint or by table and column."""


@dataclass(frozen=True)
class Attempt:
    """Insert a copy of the table's row with these changes, after dropping the constraints that also forbid it."""

    changes: dict[str, object]
    also: tuple[str, ...] = field(default=())


def attempt_for(one: Constraint, every: list[Constraint]) -> Attempt | None:
    """Return the attempt to break a constraint: by hand where it was named by hand, else from the catalogue."""
    base = fresh(one.table)
    changes = None if base is None else _changes(one, base)
    if changes is None:
        return None
    keys = (PRIMARY_KEY, UNIQUE, FOREIGN_KEY)
    generated = one.kind in keys and one.name not in BY_HAND
    also = [other.name for other in every if generated and other.table == one.table and _overlap(one, other)]
    return Attempt(changes, (*ALSO.get(one.name, ()), *also))


def _changes(one: Constraint, base: Changes) -> dict[str, object] | None:
    if one.name in BY_HAND:
        return {**base, **BY_HAND[one.name]}
    if one.not_negative is not None:
        return {**base, one.not_negative: -1}
    if one.kind == PRIMARY_KEY:
        return {**base, one.columns[0]: SAME}
    if one.kind == UNIQUE:
        kept = {name: value for name, value in base.items() if name not in one.columns}
        return {**kept, **({"id": SAME} if "id" in one.columns else {}), **WITH.get(one.name, {})}
    if one.kind == FOREIGN_KEY and len(one.columns) == 1:
        return {**base, **WITH.get(f"{one.table}.{one.columns[0]}", {}), one.columns[0]: -1}
    return None


def _overlap(one: Constraint, other: Constraint) -> bool:
    """Tell whether what breaks `one` breaks `other` of the same table, too."""
    shared = set(one.columns) & set(other.columns)
    if one.name == other.name:
        return False
    if one.kind == FOREIGN_KEY:
        return other.kind == FOREIGN_KEY and bool(shared)
    keys = {UNIQUE, PRIMARY_KEY}
    return {one.kind, other.kind} <= keys and set(one.columns) <= set(other.columns) | {"incident_id"} and bool(shared)


def null_attempt(table: str, column: str) -> Attempt | None:
    """Return the attempt to leave a required column empty."""
    base = fresh(table)
    assert column in columns(table)
    return None if base is None else Attempt({**base, column: None})
