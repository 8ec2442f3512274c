"""The blueprint that every topic of the referral pages hangs on."""

from flask import Blueprint

blueprint = Blueprint("referrals", __name__, cli_group=None)
