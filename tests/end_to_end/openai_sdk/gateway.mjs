// The gateway of the tests, with the official SDK as its client.
import OpenAI from 'openai';
import * as support from '../support/gateway.mjs';

export { eventually, geminiKey } from '../support/gateway.mjs';

export class Gateway extends support.Gateway {
  /** The official SDK, which retries nothing unless asked to. */
  client(options = {}) {
    return new OpenAI({ apiKey: support.USER_KEY, baseURL: `${this.url}/v1`, maxRetries: 0, timeout: 60_000, ...options });
  }
}
