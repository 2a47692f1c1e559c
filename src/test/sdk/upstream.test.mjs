// The scripted upstream speaks the three dialects as the vendors' own SDKs understand them. Needs no gateway.

import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import {GoogleGenAI} from '@google/genai';
import OpenAI from 'openai';
import {closedWithinASecond, dialects, End, gathered, refusal, Upstream} from './upstream.mjs';

const CALL = {id: 'call_1', name: 'find', args: {order: 'A-1'}};
const upstream = new Upstream();
let openai;
let anthropic;
let genai;

before(async () => {
  const address = await upstream.start();
  openai = new OpenAI({baseURL: `${address}/first/v1`, apiKey: 'k', maxRetries: 0});
  anthropic = new Anthropic({baseURL: `${address}/firsta`, apiKey: 'k', maxRetries: 0});
  genai = new GoogleGenAI({apiKey: 'k', httpOptions: {baseUrl: `${address}/firstg`}});
});
after(() => upstream.stop());
beforeEach(() => upstream.reset());
afterEach(() => upstream.verify());

const user = [{role: 'user', content: 'Habari?'}];

test('speaks to the OpenAI SDK', async () => {
  upstream.script(
    'first',
    dialects.openai.answer({text: 'Njema!', calls: [CALL]}),
    dialects.openai.stream({texts: ['Nje', 'ma!']}),
  );

  const answer = await openai.chat.completions.create({model: 'm', messages: user});
  const stream = await openai.chat.completions.create({model: 'm', messages: user, stream: true});

  assert.equal(answer.choices[0].message.content, 'Njema!');
  assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), CALL.args);
  assert.equal(await gathered(stream, chunk => chunk.choices[0]?.delta.content), 'Njema!');
  assert.deepEqual(upstream.requests('first')[0].body.messages, user);
});

test('speaks to the Anthropic SDK', async () => {
  upstream.script(
    'firsta',
    dialects.anthropic.answer({text: 'Njema!', calls: [CALL]}),
    dialects.anthropic.stream({texts: ['Nje', 'ma!'], calls: [CALL]}),
  );

  const asked = {model: 'm', max_tokens: 9, messages: user};
  const answer = await anthropic.messages.create(asked);
  const streamed = await anthropic.messages.stream(asked).finalMessage();

  assert.deepEqual(answer.content[1].input, CALL.args);
  assert.equal(streamed.content[0].text, 'Njema!');
  assert.deepEqual(streamed.content[1].input, CALL.args);
  assert.equal(streamed.stop_reason, 'tool_use');
});

test('speaks to the Google SDK', async () => {
  upstream.script(
    'firstg',
    dialects.gemini.answer({text: 'Njema!', calls: [CALL]}),
    dialects.gemini.stream({texts: ['Nje', 'ma!']}),
  );

  const answer = await genai.models.generateContent({model: 'a/b:c', contents: 'Habari?'});
  const stream = await genai.models.generateContentStream({model: 'a/b:c', contents: 'Habari?'});

  assert.deepEqual(answer.functionCalls[0].args, CALL.args);
  assert.equal(await gathered(stream, chunk => chunk.text), 'Njema!');
  assert.equal(upstream.requests('firstg')[0].path, '/firstg/v1beta/models/a/b:c:generateContent');
  assert.equal(upstream.requests('firstg')[1].path, '/firstg/v1beta/models/a/b:c:streamGenerateContent?alt=sse');
});

test('refuses, breaks and cuts as told', async () => {
  upstream.script(
    'first',
    refusal(503),
    dialects.openai.brokenStream(),
    dialects.openai.stream({texts: ['Nje']}, End.CUT),
  );
  const streamed = async () => {
    const stream = await openai.chat.completions.create({model: 'm', messages: user, stream: true});
    return gathered(stream, chunk => chunk.choices[0]?.delta.content);
  };

  await assert.rejects(openai.chat.completions.create({model: 'm', messages: user}), OpenAI.InternalServerError);
  await assert.rejects(streamed(), OpenAI.APIError);
  await assert.rejects(streamed(), /terminated|aborted|premature|closed/i);
});

test('sees who goes away', async () => {
  upstream.script('first', dialects.openai.stream({texts: ['Nje', 'ma']}, End.ENDLESS));

  const stream = await openai.chat.completions.create({model: 'm', messages: user, stream: true});
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) {
      break;
    }
  }

  await closedWithinASecond(upstream.requests('first')[0]);
});

// How the gateway ends a broken Gemini stream: older SDKs overlook the event, and throw at the bare line.
const ERROR = '{"error":{"code":503,"message":"Cut.","status":"UNAVAILABLE"}}';
for (const [form, end] of [
  ['in an event', `data: ${ERROR}\n\n`],
  ['in a bare line', `${ERROR}\n`],
  ['in an event and a bare line', `data: ${ERROR}\n\n${ERROR}\n`],
]) {
  for (const together of [true, false]) {
    test(`the Google SDK throws at an error ${form}, ${together ? 'with' : 'after'} words`, async () => {
      const words = 'data: {"candidates":[{"content":{"parts":[{"text":"Nje"}],"role":"model"},"index":0}]}\n\n';
      const server = createServer(async (request, response) => {
        response.writeHead(200, {'content-type': 'text/event-stream'});
        if (!together) {
          response.write(words);
          await pause(100);
        }
        response.end(together ? words + end : end);
      });
      await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
      const baseUrl = `http://127.0.0.1:${server.address().port}`;
      const client = new GoogleGenAI({apiKey: 'k', httpOptions: {baseUrl}});
      try {
        const heard = client.models
          .generateContentStream({model: 'm', contents: 'Habari?'})
          .then(stream => gathered(stream, chunk => chunk.text));

        await assert.rejects(heard);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
}
