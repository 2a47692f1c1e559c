// The Google GenAI SDK against a running gateway; see upstream.mjs for what it needs.

import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {ApiError, GoogleGenAI} from '@google/genai';
import {closedWithinASecond, dialects, End, gateway, gathered, PIXEL, refusal, Upstream} from './upstream.mjs';

const {first, second, chain: model, ...dialect} = dialects.gemini;
const TOOLS = [
  {
    functionDeclarations: [
      {
        name: 'find',
        description: 'Finds a parcel',
        parameters: {type: 'OBJECT', properties: {order: {type: 'STRING'}}, required: ['order']},
      },
    ],
  },
];
const CALL = {id: 'call_abc123', name: 'find', args: {order: 'A-1'}};
const contents = 'Habari ya leo?';

const upstream = new Upstream();
const client = new GoogleGenAI({apiKey: 'any', httpOptions: {baseUrl: gateway()}});
before(() => upstream.start());
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

const ask = (more = {}) => client.models.generateContent({model, contents, ...more});
const stream = (more = {}) => client.models.generateContentStream({model, contents, ...more});
const words = chunk => chunk.text;
const status = code => failure => {
  assert.ok(failure instanceof ApiError, `${failure}`);
  assert.equal(failure.status, code);
  return true;
};

for (const links of Object.values(dialects)) {
  test(`chats through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({text: 'Njema sana!'}));

    const answer = await ask({model: links.chain, config: {systemInstruction: 'Answer in Swahili.'}});

    assert.equal(answer.text, 'Njema sana!');
    assert.equal(answer.candidates[0].finishReason, 'STOP');
    assert.equal(answer.usageMetadata.totalTokenCount, 17);
    assert.match(JSON.stringify(upstream.requests(links.first)[0].body), /Answer in Swahili\./);
  });

  test(`streams through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({texts: ['Njema', ' sana', '!']}));

    const chunks = [];
    for await (const chunk of await stream({model: links.chain})) {
      chunks.push(chunk);
    }

    assert.equal(chunks.map(chunk => chunk.text ?? '').join(''), 'Njema sana!');
    assert.equal(chunks.at(-1).candidates[0].finishReason, 'STOP');
    assert.equal(chunks.at(-1).usageMetadata.candidatesTokenCount, 5);
  });

  test(`has a tool called through ${links.chain}`, async () => {
    upstream.script(links.first, links.answer({calls: [CALL]}), links.answer({text: 'In Arusha.'}));

    const wish = await ask({model: links.chain, config: {tools: TOOLS}});
    const call = wish.functionCalls[0];
    const answer = await ask({
      model: links.chain,
      config: {tools: TOOLS},
      contents: [
        {role: 'user', parts: [{text: contents}]},
        wish.candidates[0].content,
        {
          role: 'user',
          parts: [{functionResponse: {id: call.id, name: call.name, response: {result: 'seen in Arusha'}}}],
        },
      ],
    });

    assert.equal(call.name, 'find');
    assert.deepEqual(call.args, CALL.args);
    assert.equal(answer.text, 'In Arusha.');
    assert.match(JSON.stringify(upstream.requests(links.first)[1].body), /seen in Arusha/);
  });

  test(`streams a tool call whole through ${links.chain}`, async () => {
    upstream.script(links.first, links.stream({calls: [CALL]}));

    const calls = [];
    for await (const chunk of await stream({model: links.chain, config: {tools: TOOLS}})) {
      calls.push(...(chunk.functionCalls ?? []));
    }

    assert.equal(calls.length, 1);
    assert.deepEqual(calls[0].args, CALL.args);
  });
}

test('keeps a conversation going', async () => {
  upstream.script(
    first,
    dialect.stream({texts: ['Njema', ' sana!']}),
    dialect.answer({text: 'Karibu.'}),
  );
  const chat = client.chats.create({model});

  await gathered(await chat.sendMessageStream({message: 'Habari?'}), words);
  const answer = await chat.sendMessage({message: 'Asante.'});

  assert.equal(answer.text, 'Karibu.');
  assert.match(JSON.stringify(upstream.requests(first)[1].body), /Njema.*sana!.*Asante\./);
});

test('gives an answer that fits a schema', async () => {
  upstream.script(first, dialect.answer({text: '{"city":"Arusha"}'}));

  const answer = await ask({
    config: {
      responseMimeType: 'application/json',
      responseSchema: {type: 'OBJECT', properties: {city: {type: 'STRING'}}, required: ['city']},
    },
  });

  assert.equal(JSON.parse(answer.text).city, 'Arusha');
  assert.equal(upstream.requests(first)[0].body.generationConfig.responseMimeType, 'application/json');
});

test('sends a picture along', async () => {
  upstream.script(first, dialect.answer({text: 'A dot.'}));

  await ask({
    contents: [
      {role: 'user', parts: [{text: 'What is this?'}, {inlineData: {mimeType: 'image/png', data: PIXEL}}]},
    ],
  });

  assert.ok(JSON.stringify(upstream.requests(first)[0].body).includes(PIXEL));
});

test('asks for a link by a name with a slash', async () => {
  upstream.script(first, dialect.answer({text: 'Njema!'}));

  const answer = await ask({model: `${first}/model-a`});

  assert.equal(answer.text, 'Njema!');
});

test('counts tokens', async () => {
  const counted = await client.models.countTokens({model, contents});

  assert.ok(counted.totalTokens > 0);
});

test('lists the chains as models', async () => {
  const names = [];
  for await (const one of await client.models.list()) {
    names.push(one.name);
  }
  const one = await client.models.get({model});

  assert.ok(names.includes(`models/${model}`), `${names}`);
  assert.equal(one.name, `models/${model}`);
});

test('says 404 to an unknown model', async () => {
  await assert.rejects(ask({model: 'nobody-knows-it'}), status(404));
});

test('says 400 to a wrong request', async () => {
  await assert.rejects(ask({config: {temperature: 9}}), status(400));
});

test('says 503 when all links failed', async () => {
  upstream.script(first, refusal(503));
  upstream.script(second, refusal(503));

  await assert.rejects(ask(), status(503));

  assert.equal(upstream.requests(first).length + upstream.requests(second).length, 2);
});

for (const [does, end] of [
  ['speaks', End.ENDLESS],
  ['says nothing', End.SILENT],
]) {
  test(`gives the upstream call up when the caller goes away while it ${does}`, async () => {
    upstream.script(first, dialect.stream({texts: ['Njema', ' sana']}, end));
    const gone = new AbortController();

    await assert.rejects(async () => {
      for await (const chunk of await stream({config: {abortSignal: gone.signal}})) {
        if (chunk.text) {
          gone.abort();
        }
      }
    }, /abort/i);

    await closedWithinASecond(upstream.requests(first)[0]);
  });
}

test('hears all of a stream that is silent for a while', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  assert.equal(await gathered(await stream(), words), 'Njema sana!');
});

test('says nothing in a silent stream that SDKs for other languages would stumble over', async () => {
  upstream.script(first, dialect.stream({texts: ['Njema', ' sana', '!']}, End.HESITATES));

  const response = await fetch(`${gateway()}/v1beta/models/${model}:streamGenerateContent?alt=sse`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({contents: [{parts: [{text: contents}]}]}),
  });
  const body = await response.text();

  // They know lines with JSON behind "data: " and empty ones, and take any other for an error.
  const said = body.split('\n').filter(line => line !== '');
  assert.match(body, /^data: {2,}\{/m);
  assert.ok(said.every(line => line.startsWith('data: ')), body);
  assert.equal(said.map(line => words({text: JSON.parse(line.slice(6)).candidates[0].content.parts[0].text})).join(''), 'Njema sana!');
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
    const headers = {'x-llm-stream-policy': 'error'};
    for await (const chunk of await stream({config: {httpOptions: {headers}}})) {
      heard += chunk.text ?? '';
    }
  }, ApiError);

  assert.equal(heard, 'One two ');
});
