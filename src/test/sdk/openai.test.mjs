// The OpenAI SDK against a running gateway; see upstream.mjs for what it needs.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import OpenAI from 'openai';
import {closedWithinASecond, dialects, End, gateway, gathered, PIXEL, refusal, Upstream} from './upstream.mjs';

const {first, second, chain: model, ...dialect} = dialects.openai;
const TOOL = {
  type: 'function',
  function: {
    name: 'find',
    description: 'Finds a parcel',
    parameters: {type: 'object', properties: {order: {type: 'string'}}, required: ['order']},
  },
};
const CALL = {id: 'call_abc123', name: 'find', args: {order: 'A-1'}};
const SCHEMA = {
  type: 'object',
  properties: {city: {type: 'string'}},
  required: ['city'],
  additionalProperties: false,
};
const messages = [{role: 'user', content: 'Habari ya leo?'}];

const upstream = new Upstream();
const client = new OpenAI({baseURL: `${gateway()}/v1`, apiKey: 'any'});
before(() => upstream.start());
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

const words = chunk => chunk.choices[0]?.delta?.content;
const stream = (more = {}, options = {}) =>
  client.chat.completions.create({model, messages, stream: true, ...more}, options);

for (const links of Object.values(dialects)) {
  const asked = {model: links.chain, messages};

  test(`chats through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({text: 'Njema sana!'}));

    const {data: answer, response} = await client.chat.completions.create(asked).withResponse();

    assert.equal(answer.choices[0].message.content, 'Njema sana!');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.total_tokens, 17);
    assert.equal(response.headers.get('x-llm-link'), `${links.first}/model-a`);
  });

  test(`streams through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({texts: ['Njema', ' sana', '!']}));

    const chunks = [];
    for await (const chunk of await stream({model: links.chain, stream_options: {include_usage: true}})) {
      chunks.push(chunk);
    }

    assert.equal(chunks.map(words).join(''), 'Njema sana!');
    assert.ok(chunks.some(chunk => chunk.choices[0]?.finish_reason === 'stop'));
    assert.equal(chunks.at(-1).usage.completion_tokens, 5);
  });

  test(`has a tool called through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({calls: [CALL]}), links.answer({text: 'In Arusha.'}));

    const wish = await client.chat.completions.create({...asked, tools: [TOOL]});
    const said = wish.choices[0].message;
    const answer = await client.chat.completions.create({
      ...asked,
      messages: [...messages, said, {role: 'tool', tool_call_id: said.tool_calls[0].id, content: 'seen in Arusha'}],
      tools: [TOOL],
    });

    assert.equal(wish.choices[0].finish_reason, 'tool_calls');
    assert.deepEqual(JSON.parse(said.tool_calls[0].function.arguments), CALL.args);
    assert.equal(answer.choices[0].message.content, 'In Arusha.');
    assert.match(JSON.stringify(upstream.requests(links.first)[1].body), /seen in Arusha/);
  });

  test(`streams a tool call through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({calls: [CALL]}));

    const answer = await client.chat.completions.stream({...asked, tools: [TOOL]}).finalChatCompletion();

    assert.equal(answer.choices[0].message.tool_calls.length, 1);
    assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'find');
    assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), CALL.args);
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  });
}

test('gives an answer that fits a schema', async () => {
  upstream.script(first, dialect.answer({text: '{"city":"Arusha"}'}));

  const answer = await client.chat.completions.parse({
    model,
    messages,
    response_format: {type: 'json_schema', json_schema: {name: 'place', strict: true, schema: SCHEMA}},
  });

  assert.equal(JSON.parse(answer.choices[0].message.content).city, 'Arusha');
  assert.deepEqual(upstream.requests(first)[0].body.response_format.json_schema.schema, SCHEMA);
});

test('sends a picture along', async () => {
  upstream.script(first, dialect.answer({text: 'A dot.'}));
  const url = `data:image/png;base64,${PIXEL}`;

  await client.chat.completions.create({
    model,
    messages: [
      {role: 'user', content: [{type: 'text', text: 'What is this?'}, {type: 'image_url', image_url: {url}}]},
    ],
  });

  assert.ok(JSON.stringify(upstream.requests(first)[0].body).includes(PIXEL));
});

test('answers and streams the Responses API', async () => {
  upstream.script(first, dialect.answer({text: 'Njema!'}), dialect.stream({texts: ['Nje', 'ma!']}));

  const answer = await client.responses.create({model, input: 'Habari?'});
  const streamed = await client.responses.create({model, input: 'Habari?', stream: true});

  assert.equal(answer.output_text, 'Njema!');
  assert.equal(
    await gathered(streamed, event => (event.type === 'response.output_text.delta' ? event.delta : '')),
    'Njema!',
  );
});

test('lists the chains as models', async () => {
  const names = [];
  for await (const one of client.models.list()) {
    names.push(one.id);
  }

  assert.ok(names.includes(model), `${names}`);
});

test('says 404 to an unknown model', async () => {
  await assert.rejects(client.chat.completions.create({model: 'nobody-knows-it', messages}), failure => {
    assert.ok(failure instanceof OpenAI.NotFoundError);
    assert.match(failure.message, /nobody-knows-it/);
    return true;
  });
});

test('says 400 to a wrong request, naming the field', async () => {
  await assert.rejects(client.chat.completions.create({model, messages, temperature: 9}), failure => {
    assert.ok(failure instanceof OpenAI.BadRequestError);
    assert.equal(failure.param, 'temperature');
    return true;
  });
});

test('says 503 once when all links failed, and is not asked again', async () => {
  upstream.script(first, refusal(503));
  upstream.script(second, refusal(503));

  await assert.rejects(client.chat.completions.create({model, messages}), failure => {
    assert.ok(failure instanceof OpenAI.InternalServerError);
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

    for await (const chunk of await stream({}, {signal: gone.signal})) {
      if (words(chunk)) {
        gone.abort();
      }
    }

    await closedWithinASecond(upstream.requests(first)[0]);
  });
}

test('hears all of a stream that is silent for a while', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  assert.equal(await gathered(await stream(), words), 'Njema sana!');
});

for (const [fault, reply] of [
  ['refuses', () => refusal(503)],
  ['begins with an error', () => dialect.brokenStream()],
]) {
  test(`streams from the second link when the first ${fault}`, async () => {
    upstream.script(first, reply());
    upstream.script(second, dialect.stream({texts: ['Njema', ' sana!']}));

    assert.equal(await gathered(await stream(), words), 'Njema sana!');
  });
}

for (const [how, texts] of [
  ['goes on', ['four five ', 'six seven.']],
  ['starts over', ['One two three ', 'four five ', 'six seven.']],
]) {
  test(`gives each word once when the first link is cut and the second ${how}`, async () => {
    upstream.script(first, dialect.stream({texts: ['One ', 'two ', 'three ']}, End.CUT));
    upstream.script(second, dialect.stream({texts}));

    assert.equal(await gathered(await stream(), words), 'One two three four five six seven.');
  });
}

test('throws when a stream broke and may not be mended', async () => {
  upstream.script(first, dialect.stream({texts: ['One ', 'two ']}, End.CUT));
  let heard = '';

  await assert.rejects(async () => {
    for await (const chunk of await stream({}, {headers: {'x-llm-stream-policy': 'error'}})) {
      heard += words(chunk) ?? '';
    }
  }, OpenAI.APIError);

  assert.equal(heard, 'One two ');
});
