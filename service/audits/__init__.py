"""Audits: what an operator has looked through at the shell: `python -m service audit …`."""

import typer

from service.audits import fixity, objects, pack

audits = typer.Typer(no_args_is_help=True, help="Look through what is stored.")
audits.command("objects")(objects.audit)
audits.command("fixity")(fixity.audit)
audits.command("pack")(pack.pack)
