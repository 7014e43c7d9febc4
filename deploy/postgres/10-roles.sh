#!/bin/sh
# Run once, by the image of PostgreSQL, on an empty volume: the owner, and the database. The owner
# makes the application's role (docs/operations/database-roles.md).
set -eu

psql --username postgres --set ON_ERROR_STOP=1 --set password="$JIADANG_OWNER_PASSWORD" <<'SQL'
create role jiadang_owner login createrole password :'password';
create database jiadang owner jiadang_owner encoding 'UTF8'
  locale_provider builtin builtin_locale 'C.UTF-8' template template0;
SQL
