"""The emulator as one Sanic app: upload, rs, rsf, io, ai and control, told apart by path."""

import logging
from uuid import uuid4

from sanic import HTTPResponse, Request, Sanic, empty, json
from sanic.exceptions import SanicException

from service.emulators.kodo import (
    censor,
    control,
    downloads,
    form_upload,
    listing,
    management,
    multipart_v1,
    multipart_v2,
    pfop,
    region,
)
from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.kodo import Kodo, KodoConfig, of, open_kodo

log = logging.getLogger(__name__)

UPLOADS = "/buckets/<bucket>/objects/<entry>/uploads"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Content-MD5, *",
    "Access-Control-Expose-Headers": "X-Reqid, X-Log, ETag, Content-Length",
    "Access-Control-Max-Age": "2592000",
}


def create_kodo(config: KodoConfig) -> Sanic:
    """The emulated Kodo of one bucket, everything it stores being under `config.root`."""
    app = Sanic(f"kodo-{uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False
    app.ctx.kodo = open_kodo(config)
    app.after_server_stop(_close)
    app.on_response(_sign_off)
    app.error_handler.add(KodoError, _refuse)
    app.error_handler.add(SanicException, _refuse_request)
    app.error_handler.add(Exception, _fail)
    _route(app)
    return app


def _route(app: Sanic) -> None:
    for handler, path, method in (
        (control.add_script, "/_control/scripts", "POST"),
        (control.clear_scripts, "/_control/scripts", "DELETE"),
        (control.list_calls, "/_control/calls", "GET"),
        (control.set_clock, "/_control/clock", "POST"),
        (control.set_callback_scheme, "/_control/callback-scheme", "POST"),
        (region.query, "/v4/query", "GET"),
        (pfop.status, "/status/get/prefop", "GET"),
        (censor.image, "/v3/image/censor", "POST"),
        (multipart_v1.make_file, "/mkfile/<rest:path>", "POST"),
        (multipart_v2.initiate, UPLOADS, "POST"),
        (multipart_v2.complete, f"{UPLOADS}/<upload_id>", "POST"),
        (multipart_v2.abort, f"{UPLOADS}/<upload_id>", "DELETE"),
    ):
        app.add_route(handler, path, methods=[method])
    for handler, path, method in (
        (form_upload.upload, "/", "POST"),
        (multipart_v1.make_block, "/mkblk/<size:int>", "POST"),
        (multipart_v1.put_chunk, "/bput/<context>/<offset:int>", "POST"),
        (multipart_v2.put_part, f"{UPLOADS}/<upload_id>/<number:int>", "PUT"),
    ):
        app.add_route(handler, path, methods=[method], stream=True)
    app.add_route(_post, "/<path:path>", methods=["POST"])
    app.add_route(_get, "/<path:path>", methods=["GET", "HEAD"])
    app.add_route(_preflight, "/<path:path>", methods=["OPTIONS"])
    app.add_route(_preflight, "/", methods=["OPTIONS"], name="preflight_upload")
    parts = (UPLOADS, f"{UPLOADS}/<upload_id>", f"{UPLOADS}/<upload_id>/<number:int>")
    for place, path in enumerate(parts):  # else the router finds the path, but not the method
        app.add_route(_preflight, path, methods=["OPTIONS"], name=f"preflight_parts_{place}")


async def _get(request: Request, path: str) -> HTTPResponse | None:
    # A download never carries Authorization, management always does; so no key is ever hidden
    # behind the name of an operation.
    if "authorization" in request.headers:
        return await _post(request, path)
    return await downloads.download(request)


async def _post(request: Request, path: str) -> HTTPResponse:
    if path == "batch":
        return await management.batch(request)
    if path.strip("/") == "pfop":
        return await pfop.submit(request)
    if path == "list":
        return await listing.list_objects(request)
    return await management.manage(request, path)


async def _preflight(request: Request, **_: str | int) -> HTTPResponse:
    return empty(200)


async def _close(app: Sanic) -> None:
    kodo: Kodo = app.ctx.kodo
    await kodo.close()
    Sanic.unregister_app(app)


async def _sign_off(request: Request, response: HTTPResponse) -> None:
    response.headers["X-Reqid"] = uuid4().hex[:16]
    response.headers["X-Log"] = "X-Log"
    response.headers.update(CORS)
    call, key = getattr(request.ctx, "call", (None, ""))
    if call:
        of(request).record(call, key, status=response.status)


async def _refuse(request: Request, error: KodoError) -> HTTPResponse:
    return json({"error": error.message}, status=error.status)


async def _refuse_request(request: Request, error: SanicException) -> HTTPResponse:
    return json({"error": str(error)}, status=error.status_code)


async def _fail(request: Request, error: Exception) -> HTTPResponse:
    log.error("The Kodo emulator failed on %s", request.path, exc_info=error)
    return json({"error": "internal error"}, status=599)
