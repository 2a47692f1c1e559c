// The Vercel AI SDK against a running gateway; see upstream.mjs for what it needs.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {createOpenAICompatible} from '@ai-sdk/openai-compatible';
import {APICallError, generateText, Output, stepCountIs, streamText, tool} from 'ai';
import {z} from 'zod';
import {closedWithinASecond, dialects, End, gateway, gathered, PIXEL, refusal, Upstream} from './upstream.mjs';

const {first, second, chain, ...dialect} = dialects.openai;
const CALL = {id: 'call_abc123', name: 'find', args: {order: 'A-1'}};
const prompt = 'Habari ya leo?';

const upstream = new Upstream();
const provider = createOpenAICompatible({
  name: 'gateway',
  baseURL: `${gateway()}/v1`,
  apiKey: 'any',
  includeUsage: true,
  supportsStructuredOutputs: true,
});
before(() => upstream.start());
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

// This SDK repeats whatever is 5xx, and knows no header that says not to.
const asking = {model: provider(chain), prompt, maxRetries: 0};
const find = found =>
  tool({
    description: 'Finds a parcel',
    inputSchema: z.object({order: z.string()}),
    execute: async ({order}) => {
      found.push(order);
      return 'seen in Arusha';
    },
  });

/** What a stream gives: its words, its errors and why it ended. */
async function streamed(more = {}) {
  const heard = {text: '', errors: [], finish: undefined};
  for await (const part of streamText({...asking, ...more, onError: () => {}}).fullStream) {
    if (part.type === 'text-delta') {
      heard.text += part.text;
    } else if (part.type === 'error') {
      heard.errors.push(part.error);
    } else if (part.type === 'finish') {
      heard.finish = part.finishReason;
    }
  }
  return heard;
}

for (const links of Object.values(dialects)) {
  const model = provider(links.chain);

  test(`chats through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({text: 'Njema sana!'}));

    const answer = await generateText({...asking, model});

    assert.equal(answer.text, 'Njema sana!');
    assert.equal(answer.finishReason, 'stop');
    assert.equal(answer.usage.totalTokens, 17);
  });

  test(`streams through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({texts: ['Njema', ' sana', '!']}));

    const heard = await streamed({model});

    assert.deepEqual(heard, {text: 'Njema sana!', errors: [], finish: 'stop'});
  });

  test(`has a tool called through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({calls: [CALL]}), links.answer({text: 'In Arusha.'}));
    const found = [];

    const answer = await generateText({...asking, model, tools: {find: find(found)}, stopWhen: stepCountIs(3)});

    assert.equal(answer.text, 'In Arusha.');
    assert.deepEqual(found, ['A-1']);
    assert.match(JSON.stringify(upstream.requests(links.first)[1].body), /seen in Arusha/);
  });

  test(`streams a tool call through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({calls: [CALL]}), links.stream({texts: ['In ', 'Arusha.']}));
    const found = [];

    const heard = await streamed({model, tools: {find: find(found)}, stopWhen: stepCountIs(3)});

    assert.equal(heard.text, 'In Arusha.');
    assert.deepEqual(found, ['A-1']);
  });
}

test('gives an answer that fits a schema', async () => {
  upstream.script(first, dialect.answer({text: '{"city":"Arusha"}'}));

  const answer = await generateText({...asking, output: Output.object({schema: z.object({city: z.string()})})});

  assert.deepEqual(answer.output, {city: 'Arusha'});
  assert.equal(upstream.requests(first)[0].body.response_format.type, 'json_schema');
});

test('sends a picture along', async () => {
  upstream.script(first, dialect.answer({text: 'A dot.'}));
  const content = [{type: 'text', text: 'What is this?'}, {type: 'image', image: PIXEL, mediaType: 'image/png'}];

  await generateText({...asking, prompt: undefined, messages: [{role: 'user', content}]});

  assert.ok(JSON.stringify(upstream.requests(first)[0].body).includes(PIXEL));
});

for (const [code, what, more] of [
  [404, 'an unknown model', {model: provider('nobody-knows-it')}],
  [400, 'a wrong request', {temperature: 9}],
]) {
  test(`says ${code} to ${what}`, async () => {
    await assert.rejects(generateText({...asking, ...more}), failure => {
      assert.ok(APICallError.isInstance(failure), `${failure}`);
      assert.equal(failure.statusCode, code);
      return true;
    });
  });
}

test('says 503 when all links failed', async () => {
  upstream.script(first, refusal(503));
  upstream.script(second, refusal(503));

  await assert.rejects(generateText(asking), failure => {
    assert.ok(APICallError.isInstance(failure), `${failure}`);
    assert.equal(failure.statusCode, 503);
    assert.equal(failure.responseHeaders['x-should-retry'], 'false');
    return true;
  });
});

for (const [does, end] of [
  ['speaks', End.ENDLESS],
  ['says nothing', End.SILENT],
]) {
  test(`gives the upstream call up when the caller goes away while it ${does}`, async () => {
    upstream.script(first, dialect.stream({texts: ['Njema', ' sana']}, end));
    const gone = new AbortController();

    const {textStream} = streamText({...asking, abortSignal: gone.signal, onError: () => {}});
    await gathered(textStream, words => {
      gone.abort();
      return words;
    }).catch(() => {});

    await closedWithinASecond(upstream.requests(first)[0]);
  });
}

test('hears all of a stream that is silent for a while', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  assert.deepEqual(await streamed(), {text: 'Njema sana!', errors: [], finish: 'stop'});
});

for (const [fault, reply] of [
  ['refuses', () => refusal(503)],
  ['begins with an error', () => dialect.brokenStream()],
]) {
  test(`streams from the second link when the first ${fault}`, async () => {
    upstream.script(first, reply());
    upstream.script(second, dialect.stream({texts: ['Njema', ' sana!']}));

    const heard = await streamed();

    assert.deepEqual(heard, {text: 'Njema sana!', errors: [], finish: 'stop'});
  });
}

for (const [how, texts] of [
  ['goes on', ['four five ', 'six seven.']],
  ['starts over', ['One two three ', 'four five ', 'six seven.']],
]) {
  test(`gives each word once when the first link is cut and the second ${how}`, async () => {
    upstream.script(first, dialect.stream({texts: ['One ', 'two ', 'three ']}, End.CUT));
    upstream.script(second, dialect.stream({texts}));

    const heard = await streamed();

    assert.deepEqual(heard, {text: 'One two three four five six seven.', errors: [], finish: 'stop'});
  });
}

test('shows an error when a stream broke and may not be mended', async () => {
  upstream.script(first, dialect.stream({texts: ['One ', 'two ']}, End.CUT));

  const heard = await streamed({headers: {'x-llm-stream-policy': 'error'}});

  assert.equal(heard.text, 'One two ');
  assert.equal(heard.errors.length, 1);
  assert.notEqual(heard.finish, 'stop');
});
