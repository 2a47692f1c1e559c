// A scripted stand-in for the providers behind a gateway, for tests with vendors' own SDKs.
//
// Who starts a test gives it two environment variables:
//   GATEWAY        the gateway under test, for instance http://localhost:9080/llm
//   UPSTREAM_PORT  the port this server listens on, at 127.0.0.1 (0 or absent: any free one)
// The port is the same for all files, so they run one after another:
//   node --test --test-concurrency=1
//
// The gateway is configured before the first test, with P for UPSTREAM_PORT (values of <variable>):
//   llm.chain.sdk           = first/model-a, second/model-b
//   llm.chain.sdk-anthropic = firsta/model-a, seconda/model-b
//   llm.chain.sdk-gemini    = firstg/model-a, secondg/model-b
//   llm.provider.first.url   = http://127.0.0.1:P/first/v1        second likewise
//   llm.provider.firsta.url  = http://127.0.0.1:P/firsta/v1       seconda likewise, .dialect = anthropic
//   llm.provider.firstg.url  = http://127.0.0.1:P/firstg/v1beta   secondg likewise, .dialect = gemini
//   llm.provider.<each>.api-key = any text
// and so that no test feels the one before it:
//   llm.cooldown = 0s, llm.cooldown.rate-limited = 0s, llm.cooldown.quota = 0s, llm.cooldown.auth = 0s,
//   llm.health.failure-rate = 1
//
// A test scripts what each provider answers, in order, and looks at what it was sent:
//   upstream.script('first', refusal(503), dialects.openai.answer({text: 'Njema!'}));
//   upstream.requests('first')[0].body
// A call nobody scripted is answered 500 and makes the test fail (upstream.verify()).

import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';

/** A picture of one pixel, in Base64. */
export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** The address of the gateway under test. */
export function gateway() {
  assert.ok(process.env.GATEWAY, 'GATEWAY is not set: these tests need a running gateway');
  return process.env.GATEWAY.replace(/\/$/, '');
}

/** All providers' servers in one; a provider is the first segment of the path. */
export class Upstream {
  #scripts = new Map();
  #requests = new Map();
  #unscripted = [];
  #server = createServer((request, response) => this.#serve(request, response));

  /** Listens; answers its own base address. */
  async start() {
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(Number(process.env.UPSTREAM_PORT ?? 0), '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Stops, whoever is still connected. */
  async stop() {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** Forgets scripts and requests: the state each test begins with. */
  reset() {
    this.#scripts.clear();
    this.#requests.clear();
    this.#unscripted = [];
  }

  /** Adds to what a provider answers; each reply serves one request. */
  script(provider, ...replies) {
    this.#scripts.set(provider, [...(this.#scripts.get(provider) ?? []), ...replies]);
  }

  /** What a provider was sent, oldest first: {path, headers, body, closed}. */
  requests(provider) {
    return this.#requests.get(provider) ?? [];
  }

  /** Fails when a provider was called although nothing was scripted, or not called although it was. */
  verify() {
    assert.deepEqual(this.#unscripted, [], 'calls nobody scripted');
    const left = [...this.#scripts].filter(([, replies]) => replies.length > 0).map(([name]) => name);
    assert.deepEqual(left, [], 'replies nobody asked for');
  }

  async #serve(request, response) {
    const provider = request.url.split('/')[1];
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const seen = {path: request.url, headers: request.headers, body: text ? JSON.parse(text) : undefined};
    // Resolves when the connection is gone before the answer was whole, or the answer is.
    seen.closed = new Promise(resolve => response.once('close', () => resolve(!response.writableFinished)));
    this.#requests.set(provider, [...this.requests(provider), seen]);
    const reply = this.#scripts.get(provider)?.shift();
    if (!reply) {
      this.#unscripted.push(request.url);
      response.writeHead(500, {'content-type': 'application/json'}).end('{"error":{"message":"not scripted"}}');
      return;
    }
    await reply(response);
  }
}

/** A reply: a JSON body. */
export function json(status, body, headers = {}) {
  return response =>
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body));
}

/** A reply: an error as every dialect understands it. */
export function refusal(status, message = 'The model is overloaded.') {
  return json(status, {
    type: 'error',
    error: {type: 'overloaded_error', code: status, status: 'UNAVAILABLE', message},
  });
}

/**
 * How a stream ends: by itself (after a silence in its middle, when it HESITATES), by a lost connection, or
 * never: going on with its last frame, or saying nothing more.
 */
export const End = {WHOLE: 'whole', HESITATES: 'hesitates', CUT: 'cut', ENDLESS: 'endless', SILENT: 'silent'};

/** Longer than the gateway leaves its own callers without a sign of life. */
const HESITATION = 1500;
const whole = end => end === End.WHOLE || end === End.HESITATES;

/** A reply: server-sent events, each frame written on its own. */
export function events(frames, end = End.WHOLE) {
  return async response => {
    response.writeHead(200, {'content-type': 'text/event-stream'});
    for (const [index, frame] of frames.entries()) {
      response.write(frame);
      await pause(end === End.HESITATES && index + 1 === frames.length >> 1 ? HESITATION : 5);
    }
    if (whole(end)) {
      response.end();
    } else if (end === End.CUT) {
      response.destroy();
    } else if (end === End.ENDLESS) {
      while (!response.destroyed) {
        response.write(frames.at(-1));
        await pause(50);
      }
    }
  };
}

const data = body => `data: ${JSON.stringify(body)}\n\n`;
const named = body => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`;

/** What a model says: words in pieces, then tool calls. */
function said({text, texts = text === undefined ? [] : [text], calls = []}) {
  return {texts, calls};
}

/**
 * The three dialects a provider may speak. Each has the chain that speaks it, the names of its two
 * providers, and makes replies:
 *   answer({text, calls})         a whole answer; calls: [{id, name, args}]
 *   stream({texts, calls}, end)   the same in pieces; without its last event unless it ends by itself
 *   brokenStream()                a stream whose first event is an error
 */
export const dialects = {
  openai: {
    chain: 'sdk',
    first: 'first',
    second: 'second',

    answer(what) {
      const {texts, calls} = said(what);
      const message = {role: 'assistant', content: texts.join('') || null};
      if (calls.length > 0) {
        message.tool_calls = calls.map(call => ({
          id: call.id,
          type: 'function',
          function: {name: call.name, arguments: JSON.stringify(call.args)},
        }));
      }
      return json(200, {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1760000000,
        model: 'model-x',
        choices: [{index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop', logprobs: null}],
        usage: {prompt_tokens: 12, completion_tokens: 5, total_tokens: 17},
      });
    },

    stream(what, end = End.WHOLE) {
      const {texts, calls} = said(what);
      const chunk = (delta, finish = null, more = {}) =>
        data({
          id: 'chatcmpl-1',
          object: 'chat.completion.chunk',
          created: 1760000000,
          model: 'model-x',
          choices: [{index: 0, delta, finish_reason: finish}],
          ...more,
        });
      const frames = [chunk({role: 'assistant', content: ''})];
      texts.forEach(words => frames.push(chunk({content: words})));
      calls.forEach((call, index) => {
        const opening = {index, id: call.id, type: 'function', function: {name: call.name, arguments: ''}};
        frames.push(chunk({tool_calls: [opening]}));
        for (const part of halves(JSON.stringify(call.args))) {
          frames.push(chunk({tool_calls: [{index, function: {arguments: part}}]}));
        }
      });
      if (whole(end)) {
        frames.push(chunk({}, calls.length > 0 ? 'tool_calls' : 'stop'));
        frames.push(
          data({
            id: 'chatcmpl-1',
            object: 'chat.completion.chunk',
            created: 1760000000,
            model: 'model-x',
            choices: [],
            usage: {prompt_tokens: 12, completion_tokens: 5, total_tokens: 17},
          }),
          'data: [DONE]\n\n',
        );
      }
      return events(frames, end);
    },

    brokenStream() {
      return events([data({error: {message: 'Overloaded.', type: 'server_error', code: 'overloaded'}})]);
    },
  },

  anthropic: {
    chain: 'sdk-anthropic',
    first: 'firsta',
    second: 'seconda',

    answer(what) {
      const {texts, calls} = said(what);
      return json(200, {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'model-x',
        content: [
          ...texts.map(text => ({type: 'text', text})),
          ...calls.map(call => ({type: 'tool_use', id: call.id, name: call.name, input: call.args})),
        ],
        stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn',
        stop_sequence: null,
        usage: {input_tokens: 12, output_tokens: 5},
      });
    },

    stream(what, end = End.WHOLE) {
      const {texts, calls} = said(what);
      const frames = [
        named({
          type: 'message_start',
          message: {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            model: 'model-x',
            content: [],
            stop_reason: null,
            stop_sequence: null,
            usage: {input_tokens: 12, output_tokens: 1},
          },
        }),
        named({type: 'ping'}),
      ];
      let index = 0;
      if (texts.length > 0) {
        frames.push(named({type: 'content_block_start', index, content_block: {type: 'text', text: ''}}));
        texts.forEach(text => {
          frames.push(named({type: 'content_block_delta', index, delta: {type: 'text_delta', text}}));
        });
        if (whole(end)) {
          frames.push(named({type: 'content_block_stop', index}));
        }
        index++;
      }
      for (const call of calls) {
        const block = {type: 'tool_use', id: call.id, name: call.name, input: {}};
        frames.push(named({type: 'content_block_start', index, content_block: block}));
        for (const partial_json of halves(JSON.stringify(call.args))) {
          frames.push(named({type: 'content_block_delta', index, delta: {type: 'input_json_delta', partial_json}}));
        }
        frames.push(named({type: 'content_block_stop', index}));
        index++;
      }
      if (whole(end)) {
        const delta = {stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn', stop_sequence: null};
        frames.push(named({type: 'message_delta', delta, usage: {output_tokens: 5}}), named({type: 'message_stop'}));
      }
      return events(frames, end);
    },

    brokenStream() {
      return events([named({type: 'error', error: {type: 'overloaded_error', message: 'Overloaded'}})]);
    },
  },

  gemini: {
    chain: 'sdk-gemini',
    first: 'firstg',
    second: 'secondg',

    answer(what) {
      const {texts, calls} = said(what);
      return json(200, geminiResponse([...texts.map(text => ({text})), ...calls.map(geminiCall)], 'STOP'));
    },

    stream(what, end = End.WHOLE) {
      const {texts, calls} = said(what);
      const frames = [...texts.map(text => ({text})), ...calls.map(geminiCall)].map(part =>
        data(geminiResponse([part])),
      );
      if (whole(end)) {
        frames.push(data(geminiResponse([{text: ''}], 'STOP')));
      }
      return events(frames, end);
    },

    brokenStream() {
      return events([data({error: {code: 503, message: 'Overloaded.', status: 'UNAVAILABLE'}})]);
    },
  },
};

function geminiCall(call) {
  return {functionCall: {id: call.id, name: call.name, args: call.args}};
}

function geminiResponse(parts, finishReason) {
  const candidate = {content: {parts, role: 'model'}, index: 0};
  return {
    candidates: [finishReason ? {...candidate, finishReason} : candidate],
    usageMetadata: {promptTokenCount: 12, candidatesTokenCount: 5, totalTokenCount: 17},
    modelVersion: 'model-x',
    responseId: 'r-1',
  };
}

function halves(text) {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

/** Collects what an asynchronous iterable gives, as far as `piece` finds words in it. */
export async function gathered(stream, piece) {
  let text = '';
  for await (const one of stream) {
    text += piece(one) ?? '';
  }
  return text;
}

/** Fails unless the provider's connection is gone within a second of now. */
export async function closedWithinASecond(request) {
  const cut = await Promise.race([request.closed, pause(1000, 'still open', {ref: false})]);
  assert.equal(cut, true, 'the upstream call goes on although nobody waits for it');
}
