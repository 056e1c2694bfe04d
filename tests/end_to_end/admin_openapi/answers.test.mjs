// The description of the admin API is true of every answer that its tests were given, and every call has been tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checker } from './checker.mjs';
import { recordedAnswers, recordedDocument } from './recorded.mjs';

const SHOWN_MAX = 40;

const answers = recordedAnswers();
const document = recordedDocument(answers);
const checker = new Checker(document);

test('every answer is as described', () => {
  const mistakes = answers.flatMap((answer) =>
    checker.check(answer).map((of) => `${answer.test}: ${answer.method} ${answer.path} -> ${answer.status}: ${of}`),
  );
  assert.equal(mistakes.length, 0, `${mistakes.length} mistakes:\n${mistakes.slice(0, SHOWN_MAX).join('\n')}`);
});

test('every call was once answered with success', () => {
  const succeeded = answers.filter(({ status }) => status >= 200 && status < 300);
  const tried = new Set(succeeded.map(({ method, path }) => checker.operation(method, path)?.operationId));
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const untried = operations.map((of) => of.operationId).filter((id) => !tried.has(id));
  assert.deepEqual(untried, [], 'these calls need a test in tests/admin that succeeds');
});

test('what is not as described is found', () => {
  const good = answers.find(({ method, path, status }) => method === 'GET' && path.endsWith('/settings') && status === 200);
  assert.deepEqual(checker.check(good), []);
  const settings = JSON.parse(good.body);
  const found = (change) => checker.check({ ...good, ...change }).join();
  assert.match(found({ status: 299 }), /status 299/);
  assert.match(found({ content_type: 'text/html' }), /text\/html/);
  assert.match(found({ path: '/admin/api/colours' }), /no such call/);
  assert.match(found({ body: JSON.stringify({ ...settings, colour: 'blue' }) }), /colour/);
  assert.match(found({ body: JSON.stringify({ ...settings, logs: undefined }) }), /required.*logs/);
  settings.routing.max_attempts = '3';
  assert.match(found({ body: JSON.stringify(settings) }), /\/routing\/max_attempts must be integer/);
});
