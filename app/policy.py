"""Who may do what, as data: the roles, what each is granted and what every address needs."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"
    PARTNER = "partner"
    MENTOR = "mentor"
    STAFF = "staff"
    CLIENT = "client"
    ADMIN = "admin"
    SYSTEM = "system"  # commands and background work; never an account


class Permission(StrEnum):
    ANYONE = "anyone"
    HOME_VIEW = "home:view"
    # accounts
    ACCOUNT_OWN = "account:own"
    ACCOUNT_MANAGE = "account:manage"
    LIST_SAVE = "list:save"
    # messages
    MESSAGE_VIEW = "message:view"
    MESSAGE_RESEND = "message:resend"
    MESSAGE_CHOOSE = "message:choose"
    # organisations
    ORGANISATION_VIEW = "organisation:view"
    ORGANISATION_EDIT = "organisation:edit"
    TRUST_EDIT = "trust:edit"
    SERVICE_KEEP = "service:keep"
    # clients
    CLIENT_LIST = "client:list"
    CLIENT_VIEW = "client:view"
    CLIENT_OWN = "client:own"
    CLIENT_EDIT = "client:edit"
    CLIENT_ADD_ENGLISH = "client:add_english"
    CLIENT_CONSENT = "client:consent"
    CLIENT_EVIDENCE = "client:evidence"
    CLIENT_NOTE = "client:note"
    CLIENT_ASSIGN = "client:assign"
    CLIENT_MERGE = "client:merge"
    CLIENT_CONFIRM = "client:confirm"
    CLIENT_CHECK = "client:check"
    # bookings
    SLOT_VIEW = "slot:view"
    SLOT_OFFER = "slot:offer"
    BOOKING_VIEW = "booking:view"
    BOOKING_MAKE = "booking:make"
    BOOKING_CANCEL = "booking:cancel"
    ATTENDANCE_NOTE = "attendance:note"
    MENTOR_LIST = "mentor:list"
    MENTOR_VIEW = "mentor:view"
    MENTOR_OWN = "mentor:own"
    # pathways
    PLAN_VIEW = "plan:view"
    PLAN_OWN = "plan:own"
    PLAN_GLANCE = "plan:glance"
    PLAN_TICK = "plan:tick"
    PLAN_EDIT = "plan:edit"
    # opportunities
    OPPORTUNITY_VIEW = "opportunity:view"
    OPPORTUNITY_EDIT = "opportunity:edit"
    COURSE_VIEW = "course:view"
    WORKFORCE_PLAN_VIEW = "workforce_plan:view"
    WORKFORCE_PLAN_IMPORT = "workforce_plan:import"
    MATCH_VIEW = "match:view"
    CANDIDATURE_MOVE = "candidature:move"
    OFFER_VIEW = "offer:view"
    OFFER_ANSWER = "offer:answer"
    # support
    SUPPORT_VIEW = "support:view"
    SUPPORT_WATCH = "support:watch"
    SUPPORT_ASK = "support:ask"
    SUPPORT_FOLLOW = "support:follow"
    GROUP_JOIN = "group:join"
    GROUP_ORGANISE = "group:organise"
    # referrals
    REFERRAL_VIEW = "referral:view"
    REFERRAL_CREATE = "referral:create"
    REFERRAL_RESPOND = "referral:respond"
    REFERRAL_TRIAGE = "referral:triage"
    REFERRAL_SHARE = "referral:share"
    REFERRAL_ENTER = "referral:enter"
    REFERRAL_SEND = "referral:send"
    REFERRAL_WITHDRAW = "referral:withdraw"
    REFERRAL_FOLLOW = "referral:follow"
    MEETING_VIEW = "meeting:view"
    MEETING_CONFIRM = "meeting:confirm"


P = Permission
ANYBODY, PARTNER, MENTOR, STAFF, CLIENT, ADMIN = (
    Role.VISITOR,
    Role.PARTNER,
    Role.MENTOR,
    Role.STAFF,
    Role.CLIENT,
    Role.ADMIN,
)
SIGNED_IN = frozenset({PARTNER, MENTOR, STAFF, CLIENT, ADMIN})

# Which roles hold each permission. Which rows they then reach is for the queries.
HOLDERS: dict[Permission, frozenset[Role]] = {
    P.ANYONE: SIGNED_IN | {ANYBODY},
    P.HOME_VIEW: SIGNED_IN,
    # accounts
    P.ACCOUNT_OWN: SIGNED_IN,
    P.ACCOUNT_MANAGE: frozenset({ADMIN}),
    P.LIST_SAVE: frozenset({PARTNER, STAFF}),
    # messages
    P.MESSAGE_VIEW: frozenset({ADMIN}),
    P.MESSAGE_RESEND: frozenset({ADMIN}),
    P.MESSAGE_CHOOSE: SIGNED_IN,
    # organisations
    P.ORGANISATION_VIEW: frozenset({PARTNER, MENTOR, STAFF, ADMIN}),
    P.ORGANISATION_EDIT: frozenset({STAFF, ADMIN}),
    P.TRUST_EDIT: frozenset({ADMIN}),
    P.SERVICE_KEEP: frozenset({PARTNER, STAFF, ADMIN}),  # a partner its own organisation's
    # clients
    P.CLIENT_LIST: frozenset({PARTNER, STAFF}),
    P.CLIENT_VIEW: frozenset({PARTNER, STAFF, CLIENT}),
    P.CLIENT_OWN: frozenset({CLIENT}),
    P.CLIENT_EDIT: frozenset({STAFF, CLIENT}),  # which sections: app/clients/sections.py
    P.CLIENT_ADD_ENGLISH: frozenset({STAFF, CLIENT}),
    P.CLIENT_CONSENT: frozenset({STAFF, CLIENT}),
    P.CLIENT_EVIDENCE: frozenset({STAFF}),
    P.CLIENT_NOTE: frozenset({STAFF}),
    P.CLIENT_ASSIGN: frozenset({STAFF}),
    P.CLIENT_MERGE: frozenset({STAFF}),
    P.CLIENT_CONFIRM: frozenset({STAFF, CLIENT}),
    P.CLIENT_CHECK: frozenset({STAFF}),
    # bookings
    P.SLOT_VIEW: frozenset({PARTNER, MENTOR, STAFF, CLIENT}),
    P.SLOT_OFFER: frozenset({MENTOR, STAFF}),
    P.BOOKING_VIEW: frozenset({PARTNER, MENTOR, STAFF, CLIENT}),
    P.BOOKING_MAKE: frozenset({PARTNER, STAFF, CLIENT}),
    P.BOOKING_CANCEL: frozenset({PARTNER, MENTOR, STAFF, CLIENT}),
    P.ATTENDANCE_NOTE: frozenset({MENTOR, STAFF}),
    P.MENTOR_LIST: frozenset({PARTNER, STAFF}),
    P.MENTOR_VIEW: frozenset({PARTNER, MENTOR, STAFF, CLIENT}),
    P.MENTOR_OWN: frozenset({MENTOR}),
    # pathways
    P.PLAN_VIEW: frozenset({PARTNER, STAFF, CLIENT}),
    P.PLAN_OWN: frozenset({CLIENT}),
    P.PLAN_GLANCE: frozenset({MENTOR}),  # goal and next steps of who is booked, by consent
    P.PLAN_TICK: frozenset({STAFF, CLIENT}),
    P.PLAN_EDIT: frozenset({STAFF}),
    # opportunities
    P.OPPORTUNITY_VIEW: frozenset({STAFF}),
    P.OPPORTUNITY_EDIT: frozenset({STAFF}),
    P.COURSE_VIEW: frozenset({PARTNER, CLIENT}),
    P.WORKFORCE_PLAN_VIEW: frozenset({STAFF}),
    P.WORKFORCE_PLAN_IMPORT: frozenset({STAFF}),
    P.MATCH_VIEW: frozenset({PARTNER, STAFF, CLIENT}),
    P.CANDIDATURE_MOVE: frozenset({STAFF}),
    P.OFFER_VIEW: frozenset({STAFF, CLIENT}),
    P.OFFER_ANSWER: frozenset({CLIENT}),
    # support
    P.SUPPORT_VIEW: SIGNED_IN,
    P.SUPPORT_WATCH: frozenset({STAFF}),
    P.SUPPORT_ASK: frozenset({PARTNER, STAFF, CLIENT}),
    P.GROUP_JOIN: frozenset({PARTNER, STAFF, CLIENT}),
    P.GROUP_ORGANISE: frozenset({PARTNER, STAFF}),
    P.SUPPORT_FOLLOW: frozenset({PARTNER, STAFF, CLIENT}),  # whose move: app/support/transitions
    # referrals
    P.REFERRAL_VIEW: frozenset({PARTNER, STAFF}),
    P.REFERRAL_CREATE: frozenset({PARTNER}),
    P.REFERRAL_RESPOND: frozenset({PARTNER, STAFF}),
    P.REFERRAL_TRIAGE: frozenset({STAFF}),
    P.REFERRAL_SHARE: frozenset({CLIENT}),
    P.REFERRAL_ENTER: frozenset({STAFF}),
    P.REFERRAL_SEND: frozenset({PARTNER, STAFF}),
    P.REFERRAL_WITHDRAW: frozenset({PARTNER, STAFF, CLIENT}),
    P.REFERRAL_FOLLOW: frozenset({PARTNER, STAFF}),  # a partner the own organisation's
    P.MEETING_VIEW: frozenset({PARTNER, STAFF, CLIENT}),
    P.MEETING_CONFIRM: frozenset({PARTNER, STAFF, CLIENT}),
}

GRANTS: dict[Role, frozenset[Permission]] = {
    role: frozenset(Permission)
    if role is Role.SYSTEM
    else frozenset(permission for permission, roles in HOLDERS.items() if role in roles)
    for role in Role
}

# What each address needs; the app does not start with an address that is not listed.
ROUTES: dict[str, Permission] = {
    # what every visitor reaches
    "static": P.ANYONE,
    "public.show_start": P.ANYONE,
    "public.show_health": P.ANYONE,
    # people who refer themselves, each by the code of her own
    "self_referrals.show_start": P.ANYONE,
    "self_referrals.show_begin": P.ANYONE,
    "self_referrals.begin": P.ANYONE,
    "self_referrals.show_question": P.ANYONE,
    "self_referrals.save_question": P.ANYONE,
    "self_referrals.show_check": P.ANYONE,
    "self_referrals.send": P.ANYONE,
    "self_referrals.show_return": P.ANYONE,
    "self_referrals.come_back": P.ANYONE,
    "self_referrals.show_mine": P.ANYONE,
    "self_referrals.show_code": P.ANYONE,
    "self_referrals.answer": P.ANYONE,
    "self_referrals.show_withdraw": P.ANYONE,
    "self_referrals.withdraw": P.ANYONE,
    "self_referrals.leave": P.ANYONE,
    "self_referrals.confirm_meeting": P.ANYONE,
    "self_referrals.download_meeting": P.ANYONE,
    "self_referrals.show_card": P.ANYONE,
    "self_referrals.show_claim": P.ANYONE,
    "self_referrals.claim": P.ANYONE,
    "self_referrals.show_share_code": P.REFERRAL_SHARE,
    "self_referrals.make_share_code": P.REFERRAL_SHARE,
    "self_referrals.show_name": P.REFERRAL_SHARE,
    "self_referrals.hide_name": P.REFERRAL_SHARE,
    # home and administration
    "home.show_home": P.HOME_VIEW,
    "home.list_overdue_steps": P.CLIENT_ASSIGN,
    "home.list_expiring_english": P.CLIENT_ASSIGN,
    "home.list_answers": P.CLIENT_ASSIGN,
    "home.list_awaited": P.REFERRAL_CREATE,
    "admin.show_admin": P.ACCOUNT_MANAGE,
    "admin.show_trust": P.TRUST_EDIT,
    "admin.save_trust": P.TRUST_EDIT,
    "admin.list_messages": P.MESSAGE_VIEW,
    "admin.show_message": P.MESSAGE_VIEW,
    "admin.resend_message": P.MESSAGE_RESEND,
    # messages
    "notifications.show_choices": P.MESSAGE_CHOOSE,
    "notifications.save_choices": P.MESSAGE_CHOOSE,
    "notifications.ask_stop": P.ANYONE,
    "notifications.stop_messages": P.ANYONE,
    "notifications.ask_again": P.ACCOUNT_OWN,
    "notifications.show_confirm_address": P.ANYONE,
    "notifications.confirm_address": P.ANYONE,
    # accounts
    "accounts.show_sign_in": P.ANYONE,
    "accounts.sign_in": P.ANYONE,
    "accounts.show_password_link": P.ANYONE,
    "accounts.set_password": P.ANYONE,
    "accounts.sign_out": P.ACCOUNT_OWN,
    "accounts.show_account": P.ACCOUNT_OWN,
    "accounts.end_session": P.ACCOUNT_OWN,
    "accounts.save_preferences": P.ACCOUNT_OWN,
    "accounts.list_saved_lists": P.LIST_SAVE,
    "accounts.show_new_saved_list": P.LIST_SAVE,
    "accounts.save_list": P.LIST_SAVE,
    "accounts.show_saved_list": P.LIST_SAVE,
    "accounts.change_saved_list": P.LIST_SAVE,
    "accounts.delete_saved_list": P.LIST_SAVE,
    "accounts.list_people": P.ORGANISATION_VIEW,
    # organisations
    "organisations.list_organisations": P.ORGANISATION_VIEW,
    "organisations.show_organisation": P.ORGANISATION_VIEW,
    "organisations.show_new_organisation": P.ORGANISATION_EDIT,
    "organisations.create_organisation": P.ORGANISATION_EDIT,
    "organisations.show_edit": P.ORGANISATION_EDIT,
    "organisations.save_organisation": P.ORGANISATION_EDIT,
    "organisations.list_services": P.ORGANISATION_VIEW,
    "organisations.show_new_service": P.SERVICE_KEEP,
    "organisations.add_service": P.SERVICE_KEEP,
    "organisations.show_service": P.SERVICE_KEEP,
    "organisations.change_service": P.SERVICE_KEEP,
    "organisations.assure_service": P.SERVICE_KEEP,
    "organisations.end_service": P.SERVICE_KEEP,
    "organisations.offer_service_again": P.SERVICE_KEEP,
    # clients
    "clients.list_clients": P.CLIENT_LIST,
    "clients.list_duplicates": P.CLIENT_MERGE,
    "clients.dismiss_duplicate": P.CLIENT_MERGE,
    "clients.show_merge": P.CLIENT_MERGE,
    "clients.merge_client": P.CLIENT_MERGE,
    "clients.show_undo_merge": P.CLIENT_MERGE,
    "clients.undo_merge": P.CLIENT_MERGE,
    "clients.show_own_page": P.CLIENT_OWN,
    "clients.show_client": P.CLIENT_VIEW,
    "clients.show_sections": P.CLIENT_EDIT,
    "clients.show_section": P.CLIENT_EDIT,
    "clients.save_section": P.CLIENT_EDIT,
    "clients.show_english": P.CLIENT_VIEW,
    "clients.add_english": P.CLIENT_ADD_ENGLISH,
    "clients.remove_english": P.CLIENT_ADD_ENGLISH,
    "clients.show_evidence": P.CLIENT_VIEW,
    "clients.show_fact": P.CLIENT_EVIDENCE,
    "clients.set_evidence": P.CLIENT_EVIDENCE,
    "clients.show_new_qualification": P.CLIENT_EVIDENCE,
    "clients.add_qualification": P.CLIENT_EVIDENCE,
    "clients.show_qualification": P.CLIENT_EVIDENCE,
    "clients.change_qualification": P.CLIENT_EVIDENCE,
    "clients.remove_qualification": P.CLIENT_EVIDENCE,
    "clients.show_consent": P.CLIENT_CONSENT,
    "clients.ask_consent": P.CLIENT_CONSENT,
    "clients.show_agreed": P.CLIENT_CONSENT,
    "clients.give_consent": P.CLIENT_CONSENT,
    "clients.withdraw_consent": P.CLIENT_CONSENT,
    "clients.show_keeping": P.CLIENT_CONSENT,
    "clients.stop_keeping": P.CLIENT_CONSENT,
    "clients.keep_again": P.CLIENT_CONSENT,
    "clients.list_ending": P.CLIENT_CHECK,
    "clients.assign": P.CLIENT_ASSIGN,
    "clients.act_on_selected": P.CLIENT_ASSIGN,
    "clients.show_selected": P.CLIENT_ASSIGN,
    "clients.undo_selected": P.CLIENT_ASSIGN,
    "clients.list_stale": P.CLIENT_CHECK,
    "clients.show_history": P.CLIENT_CHECK,
    "clients.show_confirm": P.CLIENT_CONFIRM,
    "clients.confirm": P.CLIENT_CONFIRM,
    "clients.show_still_right": P.ANYONE,
    "clients.answer_still_right": P.ANYONE,
    "clients.show_words": P.CLIENT_OWN,
    "clients.save_words": P.CLIENT_OWN,
    "timeline.show_timeline": P.CLIENT_VIEW,
    "timeline.add_note": P.CLIENT_NOTE,
    "timeline.show_note": P.CLIENT_NOTE,
    "timeline.correct_note": P.CLIENT_NOTE,
    "timeline.ask_withdraw_note": P.CLIENT_NOTE,
    "timeline.withdraw_note": P.CLIENT_NOTE,
    # bookings
    "bookings.list_slots": P.SLOT_VIEW,
    "bookings.show_slot": P.SLOT_VIEW,
    "bookings.show_new_slot": P.SLOT_OFFER,
    "bookings.offer_slot": P.SLOT_OFFER,
    "bookings.download_slot": P.SLOT_OFFER,
    "bookings.ask_cancel_slot": P.SLOT_OFFER,
    "bookings.cancel_slot": P.SLOT_OFFER,
    "bookings.book_slot": P.BOOKING_MAKE,
    "bookings.list_bookings": P.BOOKING_VIEW,
    "bookings.show_booking": P.BOOKING_VIEW,
    "bookings.download_booking": P.BOOKING_VIEW,
    "bookings.ask_cancel_booking": P.BOOKING_CANCEL,
    "bookings.cancel_booking": P.BOOKING_CANCEL,
    "bookings.ask_attendance": P.ATTENDANCE_NOTE,
    "bookings.note_attendance": P.ATTENDANCE_NOTE,
    "bookings.list_client_bookings": P.CLIENT_VIEW,
    "bookings.list_mentors": P.MENTOR_LIST,
    "bookings.show_mentor": P.MENTOR_VIEW,
    "bookings.show_details": P.MENTOR_OWN,
    "bookings.save_details": P.MENTOR_OWN,
    # pathways
    "pathways.show_own_plan": P.PLAN_OWN,
    "pathways.show_plan": P.PLAN_VIEW,
    "pathways.show_guest_steps": P.PLAN_GLANCE,
    "pathways.print_plan": P.PLAN_VIEW,
    "pathways.download_plan": P.PLAN_VIEW,
    "pathways.choose_route": P.PLAN_EDIT,
    "pathways.make_plan": P.PLAN_EDIT,
    "pathways.refresh_plan": P.PLAN_EDIT,
    "pathways.new_step": P.PLAN_EDIT,
    "pathways.add_step": P.PLAN_EDIT,
    "pathways.show_step": P.PLAN_VIEW,
    "pathways.edit_step": P.PLAN_EDIT,
    "pathways.save_step": P.PLAN_EDIT,
    "pathways.tick_step": P.PLAN_TICK,
    "pathways.untick_step": P.PLAN_TICK,
    "pathways.comment_step": P.PLAN_TICK,
    "pathways.move_step": P.PLAN_EDIT,
    "pathways.drop_step": P.PLAN_EDIT,
    # opportunities
    "opportunities.list_opportunities": P.OPPORTUNITY_VIEW,
    "opportunities.show_opportunity": P.OPPORTUNITY_VIEW,
    "opportunities.start_opportunity": P.OPPORTUNITY_EDIT,
    "opportunities.create_opportunity": P.OPPORTUNITY_EDIT,
    "opportunities.start_edit": P.OPPORTUNITY_EDIT,
    "opportunities.edit_opportunity": P.OPPORTUNITY_EDIT,
    "opportunities.close_opportunity": P.OPPORTUNITY_EDIT,
    "opportunities.open_opportunity": P.OPPORTUNITY_EDIT,
    "opportunities.list_to_check": P.OPPORTUNITY_EDIT,
    "opportunities.settle_profession": P.OPPORTUNITY_EDIT,
    "opportunities.start_import": P.OPPORTUNITY_EDIT,
    "opportunities.read_adverts": P.OPPORTUNITY_EDIT,
    "opportunities.show_import": P.OPPORTUNITY_EDIT,
    "opportunities.import_adverts": P.OPPORTUNITY_EDIT,
    "courses.list_courses": P.COURSE_VIEW,
    "courses.show_course": P.COURSE_VIEW,
    "workforce_plans.list_plans": P.WORKFORCE_PLAN_VIEW,
    "workforce_plans.show_plan": P.WORKFORCE_PLAN_VIEW,
    "workforce_plans.download_rejected": P.WORKFORCE_PLAN_VIEW,
    "workforce_plans.start_plan": P.WORKFORCE_PLAN_IMPORT,
    "workforce_plans.read_plan": P.WORKFORCE_PLAN_IMPORT,
    "workforce_plans.show_reading": P.WORKFORCE_PLAN_IMPORT,
    "workforce_plans.download_unread": P.WORKFORCE_PLAN_IMPORT,
    "workforce_plans.import_reading": P.WORKFORCE_PLAN_IMPORT,
    "matches.show_client_matches": P.MATCH_VIEW,
    "matches.show_opportunity_matches": P.CANDIDATURE_MOVE,
    "matches.propose": P.CANDIDATURE_MOVE,
    "matches.show_candidature": P.OFFER_VIEW,
    "matches.move_candidature": P.CANDIDATURE_MOVE,
    "matches.answer_offer": P.OFFER_ANSWER,
    # support
    "support.list_services": P.SUPPORT_VIEW,
    "support.show_service": P.SUPPORT_VIEW,
    "support.list_unchecked_services": P.SUPPORT_WATCH,
    "support.show_client_needs": P.SUPPORT_ASK,
    "support.show_new_need": P.SUPPORT_ASK,
    "support.record_need": P.SUPPORT_ASK,
    "support.end_need": P.SUPPORT_ASK,
    "support.choose_service": P.SUPPORT_ASK,
    "support.show_ask": P.SUPPORT_ASK,
    "support.ask_for_support": P.SUPPORT_ASK,
    "support.show_shares": P.CLIENT_CONSENT,
    "support.stop_sharing": P.CLIENT_CONSENT,
    "support.list_groups": P.SUPPORT_VIEW,
    "support.show_group": P.SUPPORT_VIEW,
    "support.show_new_group": P.GROUP_ORGANISE,
    "support.make_group": P.GROUP_ORGANISE,
    "support.end_group": P.GROUP_ORGANISE,
    "support.join_group": P.GROUP_JOIN,
    "support.wait_for_group": P.GROUP_JOIN,
    "support.show_edit_group": P.GROUP_ORGANISE,
    "support.change_group": P.GROUP_ORGANISE,
    "support.show_notice": P.GROUP_ORGANISE,
    "support.tell_group": P.GROUP_ORGANISE,
    "support.leave_group": P.GROUP_JOIN,
    "support.list_requests": P.SUPPORT_FOLLOW,
    "support.show_request": P.SUPPORT_FOLLOW,
    "support.show_move": P.SUPPORT_FOLLOW,
    "support.move_request": P.SUPPORT_FOLLOW,
    "support.show_check": P.ANYONE,
    "support.assure_by_link": P.ANYONE,
    "support.pause_by_link": P.ANYONE,
    "support.show_link": P.ANYONE,
    "support.show_link_move": P.ANYONE,
    "support.move_by_link": P.ANYONE,
    "support.send_new_link": P.ANYONE,
    "support.show_link_sent": P.ANYONE,
    # referrals
    "referrals.list_referrals": P.REFERRAL_VIEW,
    "referrals.show_referral": P.REFERRAL_VIEW,
    "referrals.show_suitability": P.REFERRAL_CREATE,
    "referrals.show_new_referral": P.REFERRAL_CREATE,
    "referrals.start_referral": P.REFERRAL_CREATE,
    "referrals.show_question": P.REFERRAL_CREATE,
    "referrals.save_question": P.REFERRAL_CREATE,
    "referrals.show_check": P.REFERRAL_CREATE,
    "referrals.send_referral": P.REFERRAL_CREATE,
    "referrals.show_sent": P.REFERRAL_CREATE,
    "referrals.show_delete": P.REFERRAL_CREATE,
    "referrals.delete_draft": P.REFERRAL_CREATE,
    "referrals.show_response": P.REFERRAL_RESPOND,
    "referrals.respond": P.REFERRAL_RESPOND,
    "referrals.show_decision": P.REFERRAL_TRIAGE,
    "referrals.decide": P.REFERRAL_TRIAGE,
    "referrals.show_accept": P.REFERRAL_TRIAGE,
    "referrals.accept": P.REFERRAL_TRIAGE,
    "referrals.show_meeting": P.REFERRAL_TRIAGE,
    "referrals.save_meeting": P.REFERRAL_TRIAGE,
    "referrals.assign": P.REFERRAL_TRIAGE,
    "referrals.act_on_selected": P.REFERRAL_TRIAGE,
    "referrals.show_selected": P.REFERRAL_TRIAGE,
    "referrals.undo_selected": P.REFERRAL_TRIAGE,
    "referrals.show_enter": P.REFERRAL_ENTER,
    "referrals.enter": P.REFERRAL_ENTER,
    "referrals.show_link": P.ANYONE,
    "referrals.answer_link": P.ANYONE,
    "referrals.show_withdraw": P.REFERRAL_WITHDRAW,
    "referrals.withdraw": P.REFERRAL_WITHDRAW,
    "referrals.show_hand_over": P.REFERRAL_FOLLOW,
    "referrals.hand_over": P.REFERRAL_FOLLOW,
    "referrals.show_referrer": P.REFERRAL_FOLLOW,
    "referrals.change_referrer": P.REFERRAL_FOLLOW,
    "referrals.show_stop_following": P.REFERRAL_FOLLOW,
    "referrals.stop_following": P.REFERRAL_FOLLOW,
    "referrals.follow_again": P.REFERRAL_TRIAGE,
    "referrals.confirm_meeting": P.MEETING_CONFIRM,
    "referrals.note_arrival": P.REFERRAL_TRIAGE,
    "referrals.download_meeting": P.MEETING_VIEW,
    "referrals.show_card": P.MEETING_VIEW,
    "referrals.download_card": P.MEETING_VIEW,
    "referrals.show_own_referral": P.CLIENT_OWN,
    "referrals.answer_own_question": P.CLIENT_OWN,
    "referrals.show_client_referrals": P.REFERRAL_VIEW,
    "referrals.show_organisation_referrals": P.ORGANISATION_VIEW,
}


@dataclass(frozen=True)
class Viewer:
    """Who is asking: the first argument of every query and service."""

    account_id: int | None
    role: Role
    organisation_id: int | None = None
    trust_id: int | None = None
    client_id: int | None = None
    name: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in GRANTS[self.role]


VISITOR = Viewer(account_id=None, role=Role.VISITOR)
SYSTEM = Viewer(account_id=None, role=Role.SYSTEM, name="Pathways")


def may_reach(viewer: Viewer, endpoint: str) -> bool:
    """Whether the viewer's role is granted what the endpoint needs."""
    return viewer.may(ROUTES[endpoint])
