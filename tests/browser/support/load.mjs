// Requests as clients make them, in the background.
import { setTimeout as pause } from 'node:timers/promises';
import { USER_KEY } from './gateway.mjs';

const MODELS = ['gemini-2.5-flash', 'gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-2.5-flash-lite'];

/** One chat completion; gives the status. */
export async function chat(gateway, { model = MODELS[0], content = 'hello', stream = false, key = USER_KEY } = {}) {
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content }] }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

export class Load {
  #ended = false;
  #running;

  /** One request at a time with `pauseMs` between two; every third streams. */
  constructor(gateway, pauseMs = 100) {
    this.#running = this.#run(gateway, pauseMs);
  }

  async #run(gateway, pauseMs) {
    for (let n = 0; !this.#ended; ++n) {
      // The gateway may be away: that is the test's wish.
      await chat(gateway, { model: MODELS[n % MODELS.length], stream: n % 3 === 0, content: `question ${n}` }).catch(() => {});
      await pause(pauseMs);
    }
  }

  async stop() {
    this.#ended = true;
    await this.#running;
  }
}
