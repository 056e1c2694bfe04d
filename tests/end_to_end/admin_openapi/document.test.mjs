// The description of the admin API is an OpenAPI document by others' judgement.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Checker } from './checker.mjs';
import { recordedAnswers, recordedDocument } from './recorded.mjs';

const document = recordedDocument(recordedAnswers());

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(document);
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.equal(validator.version, '3.1');
});

test('every schema is valid JSON Schema 2020-12, and takes its own examples', () => {
  const checker = new Checker(document);
  for (const [name, { examples }] of Object.entries(document.components.schemas)) {
    const schema = { $ref: `#/components/schemas/${name}` };
    checker.mistakes(schema, {}); // throws when the schema is none
    for (const example of examples ?? []) assert.deepEqual(checker.mistakes(schema, example), [], name);
  }
});
