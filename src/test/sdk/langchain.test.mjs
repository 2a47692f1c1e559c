// LangChain's OpenAI model against a running gateway; see upstream.mjs for what it needs.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {HumanMessage, ToolMessage} from '@langchain/core/messages';
import {tool} from '@langchain/core/tools';
import {ChatOpenAI} from '@langchain/openai';
import {z} from 'zod';
import {closedWithinASecond, dialects, End, gateway, gathered, PIXEL, refusal, Upstream} from './upstream.mjs';

const {first, second, chain, ...dialect} = dialects.openai;
const CALL = {id: 'call_abc123', name: 'find', args: {order: 'A-1'}};
const QUESTION = new HumanMessage('Habari ya leo?');
const FIND = tool(() => 'seen in Arusha', {
  name: 'find',
  description: 'Finds a parcel',
  schema: z.object({order: z.string()}),
});

const upstream = new Upstream();
before(() => upstream.start());
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

const llm = (more = {}, headers = {}) =>
  new ChatOpenAI({
    model: chain,
    apiKey: 'any',
    maxRetries: 0,
    configuration: {baseURL: `${gateway()}/v1`, defaultHeaders: headers},
    ...more,
  });
const words = chunk => chunk.text;

for (const links of Object.values(dialects)) {
  const model = links.chain;

  test(`chats through ${model}`, async () => {
    upstream.script(links.first, links.answer({text: 'Njema sana!'}));

    const answer = await llm({model}).invoke([QUESTION]);

    assert.equal(answer.text, 'Njema sana!');
    assert.equal(answer.usage_metadata.total_tokens, 17);
  });

  test(`streams through ${model}`, async () => {
    upstream.script(links.first, links.stream({texts: ['Njema', ' sana', '!']}));

    assert.equal(await gathered(await llm({model}).stream([QUESTION]), words), 'Njema sana!');
  });

  test(`has a tool called through ${model}`, async () => {
    upstream.script(links.first, links.answer({calls: [CALL]}), links.answer({text: 'In Arusha.'}));
    const equipped = llm({model}).bindTools([FIND]);

    const wish = await equipped.invoke([QUESTION]);
    const found = new ToolMessage({tool_call_id: wish.tool_calls[0].id, content: await FIND.invoke(wish.tool_calls[0].args)});
    const answer = await equipped.invoke([QUESTION, wish, found]);

    assert.deepEqual(wish.tool_calls[0].args, CALL.args);
    assert.equal(answer.text, 'In Arusha.');
    assert.match(JSON.stringify(upstream.requests(links.first)[1].body), /seen in Arusha/);
  });

  test(`streams a tool call through ${model}`, async () => {
    upstream.script(links.first, links.stream({calls: [CALL]}));

    let whole;
    for await (const chunk of await llm({model}).bindTools([FIND]).stream([QUESTION])) {
      whole = whole ? whole.concat(chunk) : chunk;
    }

    assert.equal(whole.tool_calls.length, 1);
    assert.deepEqual(whole.tool_calls[0].args, CALL.args);
  });
}

test('gives an answer that fits a schema', async () => {
  upstream.script(first, dialect.answer({text: '{"city":"Arusha"}'}));

  const answer = await llm()
    .withStructuredOutput(z.object({city: z.string()}), {method: 'jsonSchema', name: 'place'})
    .invoke([QUESTION]);

  assert.deepEqual(answer, {city: 'Arusha'});
});

test('sends a picture along', async () => {
  upstream.script(first, dialect.answer({text: 'A dot.'}));
  const picture = {type: 'image_url', image_url: {url: `data:image/png;base64,${PIXEL}`}};

  await llm().invoke([new HumanMessage({content: [{type: 'text', text: 'What is this?'}, picture]})]);

  assert.ok(JSON.stringify(upstream.requests(first)[0].body).includes(PIXEL));
});

for (const [code, what, more] of [
  [404, 'an unknown model', {model: 'nobody-knows-it'}],
  [400, 'a wrong request', {temperature: 9}],
]) {
  test(`says ${code} to ${what}`, async () => {
    await assert.rejects(llm(more).invoke([QUESTION]), failure => {
      assert.equal(failure.status, code, `${failure}`);
      return true;
    });
  });
}

test('says 503 when all links failed', async () => {
  upstream.script(first, refusal(503));
  upstream.script(second, refusal(503));

  await assert.rejects(llm().invoke([QUESTION]), failure => {
    assert.equal(failure.status, 503, `${failure}`);
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

    await llm()
      .stream([QUESTION], {signal: gone.signal})
      .then(stream =>
        gathered(stream, chunk => {
          if (chunk.text) {
            gone.abort();
          }
          return chunk.text;
        }),
      )
      .catch(failure => assert.match(`${failure}`, /abort/i));

    await closedWithinASecond(upstream.requests(first)[0]);
  });
}

test('hears all of a stream that is silent for a while', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  assert.equal(await gathered(await llm().stream([QUESTION]), words), 'Njema sana!');
});

for (const [fault, reply] of [
  ['refuses', () => refusal(503)],
  ['begins with an error', () => dialect.brokenStream()],
]) {
  test(`streams from the second link when the first ${fault}`, async () => {
    upstream.script(first, reply());
    upstream.script(second, dialect.stream({texts: ['Njema', ' sana!']}));

    assert.equal(await gathered(await llm().stream([QUESTION]), words), 'Njema sana!');
  });
}

for (const [how, texts] of [
  ['goes on', ['four five ', 'six seven.']],
  ['starts over', ['One two three ', 'four five ', 'six seven.']],
]) {
  test(`gives each word once when the first link is cut and the second ${how}`, async () => {
    upstream.script(first, dialect.stream({texts: ['One ', 'two ', 'three ']}, End.CUT));
    upstream.script(second, dialect.stream({texts}));

    assert.equal(await gathered(await llm().stream([QUESTION]), words), 'One two three four five six seven.');
  });
}

test('throws when a stream broke and may not be mended', async () => {
  upstream.script(first, dialect.stream({texts: ['One ', 'two ']}, End.CUT));
  let heard = '';

  await assert.rejects(async () => {
    for await (const chunk of await llm({}, {'x-llm-stream-policy': 'error'}).stream([QUESTION])) {
      heard += chunk.text;
    }
  });

  assert.equal(heard, 'One two ');
});
