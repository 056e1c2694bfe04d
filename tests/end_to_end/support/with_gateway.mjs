// Runs a command beside a geminid with the simulator behind it: with_gateway.mjs COMMAND [ARGUMENT…]. The command finds them
// by GEMINID_URL, GEMINID_USER_KEY, GEMINID_ADMIN_TOKEN and GEMINI_SIM_URL, and its exit code is ours.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ADMIN_TOKEN, Gateway, USER_KEY } from './gateway.mjs';

const gateway = await Gateway.start({ keys: 4, recordRequests: 100 });
try {
  const [command, ...parameters] = process.argv.slice(2);
  const env = {
    ...process.env,
    GEMINID_URL: gateway.url,
    GEMINID_USER_KEY: USER_KEY,
    GEMINID_ADMIN_TOKEN: ADMIN_TOKEN,
    GEMINI_SIM_URL: gateway.simulatorUrl,
  };
  const [code] = await once(spawn(command, parameters, { stdio: 'inherit', env }), 'exit');
  process.exitCode = code ?? 1;
} finally {
  await gateway.stop();
}
