// Schemas as people write them in Zod and the AI SDK sends them: models old and new take every one, for tools and for output.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { generateText, NoObjectGeneratedError, Output, tool } from 'ai';
import { z } from 'zod';
import { Gateway } from './gateway.mjs';

const Circle = z.object({ kind: z.literal('circle'), radius: z.number().positive() });
const Square = z.object({ kind: z.literal('square'), side: z.number().int().min(1).max(9) });
const Folder = z.object({
  name: z.string(),
  get folders() {
    return z.array(Folder);
  },
});

const schemas = {
  'a union told apart by a member': z.object({ shape: z.discriminatedUnion('kind', [Circle, Square]) }),
  'a map': z.object({ counts: z.record(z.string(), z.number()) }),
  'members that may be absent, null or several things': z.object({
    absent: z.string().optional(),
    nothing: z.string().nullable().optional(),
    preset: z.number().default(3),
    several: z.union([z.string(), z.number(), z.null()]),
  }),
  'literals and an empty text among words': z.object({
    one: z.literal([1, 2, 3]),
    word: z.enum(['', 'x']),
    yes: z.literal(true),
  }),
  'anything at all': z.object({ any: z.any(), unknown: z.unknown() }),
  'an intersection': z.object({ both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })) }),
  'no member': z.object({}),
  'members named like keywords': z.object({
    $ref: z.string(),
    title: z.string(),
    type: z.string(),
    enum: z.array(z.string()),
  }),
};
// Gemini is not told all of these, so that its answer need not conform.
const loose = {
  'a tree': Folder,
  'a tuple': z.object({ pair: z.tuple([z.string(), z.number()]) }),
  'formats and patterns': z.object({
    mail: z.email(),
    when: z.iso.datetime(),
    id: z.uuid(),
    code: z.string().regex(/^[A-Z]{2}$/),
  }),
  'bounds of numbers': z.object({ n: z.number().multipleOf(5).gt(1).lt(100) }),
};

describe('schemas', () => {
  let gateway;
  before(async () => {
    gateway = await Gateway.start();
  });
  after(() => gateway?.stop());

  for (const id of ['gemini-2.0-flash', 'gemini-2.5-flash', 'gemini-3.8-flash'])
    describe(id, () => {
      const ask = (more) => generateText({ model: gateway.model(id), prompt: 'Make one.', maxRetries: 0, ...more });
      const call = async (inputSchema) => {
        const { toolCalls } = await ask({
          tools: { make: tool({ description: 'Makes it', inputSchema }) },
          toolChoice: 'required',
        });
        assert.equal(toolCalls.length, 1);
        return toolCalls[0];
      };

      for (const [name, schema] of Object.entries(schemas))
        test(`${name}: of a tool and of the output`, async () => {
          assert.ok(!(await call(schema)).invalid);
          const { output } = await ask({ output: Output.object({ schema }) });
          assert.ok(schema.safeParse(output).success);
        });

      for (const [name, schema] of Object.entries(loose))
        test(`${name}: taken, and answered by JSON`, async () => {
          await call(schema);
          const text = await ask({ output: Output.object({ schema }) }).then(
            (result) => result.text,
            (error) => {
              assert.ok(NoObjectGeneratedError.isInstance(error), error);
              return error.text;
            },
          );
          assert.equal(typeof JSON.parse(text), 'object');
        });

      test('a list: of the output', async () => {
        const { output } = await ask({ output: Output.array({ element: z.string() }) });
        assert.ok(Array.isArray(output));
      });
    });
});
