"""Donation certificates: these and the signed deeds as PDF, to the family and to the archive."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import papers
from handlers.edge.operations import operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.programme import donation_certificates

bp = Blueprint("donation_certificates")

CERTIFICATE, DEED = "捐赠证书", "捐赠协议"


@bp.get("/donations/<donation_id:uuid>/certificate.pdf")
@operation("The certificate of a donation", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def certificate(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    printed = await donation_certificates.certificate_for_family(account, donation_id)
    return papers.pdf(printed, CERTIFICATE)


@bp.get("/donations/<donation_id:uuid>/deed.pdf")
@operation("The deed as it was signed", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def deed(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    printed = await donation_certificates.deed_for_family(account, donation_id)
    return papers.pdf(printed, DEED)


@bp.get("/staff/donations/<donation_id:uuid>/certificate.pdf")
@operation("The certificate, to the archive", media_type=papers.PDF, refuses=(403, 409))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def archives_certificate(
    request: Request, account: Account, donation_id: UUID
) -> HTTPResponse:
    printed = await donation_certificates.certificate_for_archive(account, donation_id)
    return papers.pdf(printed, CERTIFICATE)


@bp.get("/staff/donations/<donation_id:uuid>/deed.pdf")
@operation("The signed deed, to the archive", media_type=papers.PDF, refuses=(403, 409))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def archives_deed(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    printed = await donation_certificates.deed_for_archive(account, donation_id)
    return papers.pdf(printed, DEED)
