// The gateway of the tests, with the AI SDK's provider for OpenAI's protocol as its client.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import * as support from '../support/gateway.mjs';

export { eventually } from '../support/gateway.mjs';

export class Gateway extends support.Gateway {
  /** A model as `generateText` and its kin take it. `options` are the provider's. */
  model(id, options = {}) {
    const provider = createOpenAICompatible({
      name: 'geminid',
      apiKey: support.USER_KEY,
      baseURL: `${this.url}/v1`,
      includeUsage: true,
      supportsStructuredOutputs: true,
      ...options,
    });
    return provider(id);
  }
}
