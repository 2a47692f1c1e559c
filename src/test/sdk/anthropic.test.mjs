// The Anthropic SDK against a running gateway; see upstream.mjs for what it needs.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import {closedWithinASecond, dialects, End, gateway, gathered, PIXEL, refusal, Upstream} from './upstream.mjs';

const {first, second, chain: model, ...dialect} = dialects.anthropic;
const TOOL = {
  name: 'find',
  description: 'Finds a parcel',
  input_schema: {type: 'object', properties: {order: {type: 'string'}}, required: ['order']},
};
const CALL = {id: 'toolu_abc123', name: 'find', args: {order: 'A-1'}};
const SCHEMA = {
  type: 'object',
  properties: {city: {type: 'string'}},
  required: ['city'],
  additionalProperties: false,
};
const messages = [{role: 'user', content: 'Habari ya leo?'}];

const upstream = new Upstream();
const client = new Anthropic({baseURL: gateway(), apiKey: 'any'});
before(() => upstream.start());
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

const ask = (more = {}, options = {}) =>
  client.messages.create({model, max_tokens: 200, messages, ...more}, options);
const words = event =>
  event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';

for (const links of Object.values(dialects)) {
  test(`chats through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({text: 'Njema sana!'}));

    const answer = await ask({model: links.chain, system: 'Answer in Swahili.'});

    assert.deepEqual(answer.content.filter(block => block.type === 'text').map(block => block.text), ['Njema sana!']);
    assert.equal(answer.stop_reason, 'end_turn');
    assert.equal(answer.usage.output_tokens, 5);
    assert.match(JSON.stringify(upstream.requests(links.first)[0].body), /Answer in Swahili\./);
  });

  test(`streams through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({texts: ['Njema', ' sana', '!']}));

    const answer = await client.messages
      .stream({model: links.chain, max_tokens: 200, messages})
      .finalMessage();

    assert.equal(answer.content[0].text, 'Njema sana!');
    assert.equal(answer.stop_reason, 'end_turn');
    assert.equal(answer.usage.output_tokens, 5);
  });

  test(`has a tool called through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({calls: [CALL]}), links.answer({text: 'In Arusha.'}));

    const wish = await ask({model: links.chain, tools: [TOOL]});
    const call = wish.content.find(block => block.type === 'tool_use');
    const answer = await ask({
      model: links.chain,
      tools: [TOOL],
      messages: [
        ...messages,
        {role: 'assistant', content: wish.content},
        {role: 'user', content: [{type: 'tool_result', tool_use_id: call.id, content: 'seen in Arusha'}]},
      ],
    });

    assert.equal(wish.stop_reason, 'tool_use');
    assert.deepEqual(call.input, CALL.args);
    assert.equal(answer.content[0].text, 'In Arusha.');
    assert.match(JSON.stringify(upstream.requests(links.first)[1].body), /seen in Arusha/);
  });

  test(`streams a tool call through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({calls: [CALL]}));

    const answer = await client.messages
      .stream({model: links.chain, max_tokens: 200, messages, tools: [TOOL]})
      .finalMessage();

    assert.deepEqual(answer.content.find(block => block.type === 'tool_use').input, CALL.args);
    assert.equal(answer.stop_reason, 'tool_use');
  });
}

test('gives an answer that fits a schema', async () => {
  upstream.script(first, dialect.answer({text: '{"city":"Arusha"}'}));

  const answer = await ask({output_config: {format: {type: 'json_schema', schema: SCHEMA}}});

  assert.equal(JSON.parse(answer.content[0].text).city, 'Arusha');
});

test('sends a picture along', async () => {
  upstream.script(first, dialect.answer({text: 'A dot.'}));
  const source = {type: 'base64', media_type: 'image/png', data: PIXEL};

  await ask({messages: [{role: 'user', content: [{type: 'image', source}, {type: 'text', text: 'What is this?'}]}]});

  assert.ok(JSON.stringify(upstream.requests(first)[0].body).includes(PIXEL));
});

test('counts tokens', async () => {
  const counted = await client.messages.countTokens({model, messages});

  assert.ok(counted.input_tokens > 0);
});

test('says 404 to an unknown model', async () => {
  await assert.rejects(ask({model: 'nobody-knows-it'}), Anthropic.NotFoundError);
});

test('says 400 to a wrong request', async () => {
  await assert.rejects(ask({max_tokens: -1}), failure => {
    assert.ok(failure instanceof Anthropic.BadRequestError);
    assert.match(failure.message, /max_tokens/);
    return true;
  });
});

test('says 503 once when all links failed, and is not asked again', async () => {
  upstream.script(first, refusal(503));
  upstream.script(second, refusal(503));

  await assert.rejects(ask(), failure => {
    assert.ok(failure instanceof Anthropic.InternalServerError);
    assert.equal(failure.status, 503);
    return true;
  });

  assert.equal(upstream.requests(first).length + upstream.requests(second).length, 2);
});

for (const [does, end] of [
  ['speaks', End.ENDLESS],
  ['says nothing', End.SILENT],
]) {
  test(`gives the upstream call up when the caller goes away while it ${does}`, async () => {
    upstream.script(first, dialect.stream({texts: ['Njema', ' sana']}, end));
    const gone = new AbortController();

    for await (const event of await ask({stream: true}, {signal: gone.signal})) {
      if (words(event)) {
        gone.abort();
      }
    }

    await closedWithinASecond(upstream.requests(first)[0]);
  });
}

test('hears all of a stream that is silent for a while', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  assert.equal(await gathered(await ask({stream: true}), words), 'Njema sana!');
});

for (const [fault, reply] of [
  ['refuses', () => refusal(503)],
  ['begins with an error', () => dialect.brokenStream()],
]) {
  test(`streams from the second link when the first ${fault}`, async () => {
    upstream.script(first, reply());
    upstream.script(second, dialect.stream({texts: ['Njema', ' sana!']}));

    assert.equal(await gathered(await ask({stream: true}), words), 'Njema sana!');
  });
}

for (const [how, texts] of [
  ['goes on', ['four five ', 'six seven.']],
  ['starts over', ['One two three ', 'four five ', 'six seven.']],
]) {
  test(`gives each word once when the first link is cut and the second ${how}`, async () => {
    upstream.script(first, dialect.stream({texts: ['One ', 'two ', 'three ']}, End.CUT));
    upstream.script(second, dialect.stream({texts}));

    assert.equal(await gathered(await ask({stream: true}), words), 'One two three four five six seven.');
  });
}

test('throws when a stream broke and may not be mended', async () => {
  upstream.script(first, dialect.stream({texts: ['One ', 'two ']}, End.CUT));
  let heard = '';

  await assert.rejects(async () => {
    for await (const event of await ask({stream: true}, {headers: {'x-llm-stream-policy': 'error'}})) {
      heard += words(event);
    }
  }, Anthropic.APIError);

  assert.equal(heard, 'One two ');
});
