// The gateway behind the dashboard under test.
import * as end_to_end from '../../end_to_end/support/gateway.mjs';

export { eventually, geminiKey, ADMIN_TOKEN, USER_KEY } from '../../end_to_end/support/gateway.mjs';

export const PASSWORD = 'correct-horse-9';

export class Gateway extends end_to_end.Gateway {
  static start(options = {}) {
    const environment = { GEMINID_ADMIN_PASSWORD: PASSWORD, GEMINID_WEB_DIR: process.env.GEMINID_WEB_DIR, ...options.environment };
    return super.start({ ...options, environment });
  }

  /** Where the dashboard is. */
  address(page) {
    return `${this.url}/admin/#${page}`;
  }
}
