// What the tests of the admin API were answered (tests/support/answer_recorder.hpp), and the API's description, which is
// one of the answers.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENT = '/admin/api/openapi.json';

/** Each is `{ test, method, path, request, status, content_type, body }`. */
export function recordedAnswers() {
  const folder = process.env.GEMINID_RECORDED_ANSWERS;
  assert.ok(folder, 'GEMINID_RECORDED_ANSWERS must name the folder with the recorded answers');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
  assert.ok(lines.length > 0, `no answer was recorded in ${folder}: run the tests of the label admin`);
  return lines.map((line) => JSON.parse(line));
}

/** The document as geminid served it. */
export function recordedDocument(answers) {
  const served = answers.filter(({ path, status }) => path === DOCUMENT && status === 200);
  assert.ok(served.length > 0, `no test got ${DOCUMENT}`);
  assert.equal(new Set(served.map(({ body }) => body)).size, 1, 'the document differs from one test to the other');
  return JSON.parse(served[0].body);
}
