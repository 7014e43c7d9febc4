// fastify with pg: the same statement for each request, as its documentation has it.
// Run by the feed benchmark as `node server.js <port> <database url>`.

import { readFileSync } from "node:fs";
import Fastify from "fastify";
import pg from "pg";

const [port, url] = process.argv.slice(2);
const sql = readFileSync(new URL("../page.sql", import.meta.url), "utf8");
const pool = new pg.Pool({ connectionString: url, max: 10 });
const app = Fastify();

app.get("/feed", async () => ({ items: (await pool.query({ name: "feed", text: sql })).rows }));

await app.listen({ host: "127.0.0.1", port: Number(port) });
