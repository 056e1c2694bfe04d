// The gateway of the tests, with LangChain's model for OpenAI's protocol as its client.
import { ChatOpenAI } from '@langchain/openai';
import * as support from '../support/gateway.mjs';

export { eventually } from '../support/gateway.mjs';

export class Gateway extends support.Gateway {
  /** A chat model that tries nothing again unless asked to. */
  model(id, { apiKey = support.USER_KEY, ...options } = {}) {
    return new ChatOpenAI({ model: id, apiKey, maxRetries: 0, configuration: { baseURL: `${this.url}/v1` }, ...options });
  }
}
