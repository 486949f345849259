import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Subscriber } from 'zeromq';

/** A message that the kernel broadcasts while a cell runs. */
export interface Output {
  type: string;
  content: Record<string, unknown>;
}

/** What came of one cell. */
export interface CellRun {
  reply: Record<string, unknown>;
  outputs: Output[];
}

export interface RunOptions {
  stopOnError?: boolean;
  silent?: boolean;
  /** Hears each output as it comes. */
  onOutput?: (output: Output) => void;
}

/** A kernel under test, spoken to as JupyterLab speaks: JSON over ZeroMQ, signed. */
export interface Kernel {
  process: ChildProcess;
  /** Runs a cell and waits for its reply and for all of its outputs. */
  run(code: string, options?: RunOptions): Promise<CellRun>;
  stop(): Promise<void>;
}

const delimiter = '<IDS|MSG>';

/** Starts the kernel's launcher and waits until it answers. */
export async function startKernel(launcher: string, cwd: string): Promise<Kernel> {
  const folder = await mkdtemp(join(tmpdir(), 'inkdrift-kernel-'));
  const key = randomUUID();
  const [shell, iopub, stdin, control, hb] = await freePorts(5);
  const connection = join(folder, 'connection.json');
  await writeFile(
    connection,
    JSON.stringify({
      transport: 'tcp',
      ip: '127.0.0.1',
      shell_port: shell,
      iopub_port: iopub,
      stdin_port: stdin,
      control_port: control,
      hb_port: hb,
      key,
      signature_scheme: 'hmac-sha256',
    }),
  );
  const child = spawn(process.execPath, [launcher, connection], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

  const asked = new Dealer();
  const heard = new Subscriber();
  asked.connect(`tcp://127.0.0.1:${shell}`);
  heard.connect(`tcp://127.0.0.1:${iopub}`);
  heard.subscribe();

  const session = randomUUID();
  const waiting = new Map<
    string,
    { run: CellRun; idle: boolean; done: (run: CellRun) => void; onOutput?: RunOptions['onOutput'] }
  >();
  const settle = (parent: string): void => {
    const one = waiting.get(parent);
    if (!one?.idle || !('status' in one.run.reply)) return;
    waiting.delete(parent);
    one.done(one.run);
  };
  void (async () => {
    for await (const frames of asked) {
      const { parent, content } = read(frames, key);
      const one = waiting.get(parent);
      if (one) one.run.reply = { status: 'ok', ...content };
      settle(parent);
    }
  })();
  void (async () => {
    for await (const frames of heard) {
      const { type, parent, content } = read(frames, key);
      const one = waiting.get(parent);
      if (!one) continue;
      if (type !== 'status') {
        one.run.outputs.push({ type, content });
        one.onOutput?.({ type, content });
      } else if (content.execution_state === 'idle') one.idle = true;
      settle(parent);
    }
  })();

  const ask = (type: string, content: object, onOutput?: RunOptions['onOutput']): Promise<CellRun> =>
    new Promise((done) => {
      const id = randomUUID();
      waiting.set(id, { run: { reply: {}, outputs: [] }, idle: false, done, onOutput });
      const header = {
        msg_id: id,
        session,
        username: 'test',
        date: new Date().toISOString(),
        msg_type: type,
        version: '5.3',
      };
      const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
      void asked.send([delimiter, sign(parts, key), ...parts]);
    });

  // A subscriber that has just connected misses what is broadcast first, so it is asked until both answer.
  await new Promise<void>((ready) => {
    const knock = setInterval(
      () =>
        void ask('kernel_info_request', {}).then(() => {
          clearInterval(knock);
          ready();
        }),
      200,
    );
  });
  return {
    process: child,
    run: (code, { stopOnError = true, silent = false, onOutput } = {}) =>
      ask(
        'execute_request',
        {
          code,
          silent,
          store_history: !silent,
          user_expressions: {},
          allow_stdin: false,
          stop_on_error: stopOnError,
        },
        onOutput,
      ),
    async stop() {
      child.kill('SIGKILL');
      asked.close();
      heard.close();
      await rm(folder, { recursive: true });
    },
  };
}

function sign(parts: (string | Buffer)[], key: string): string {
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function read(
  frames: Buffer[],
  key: string,
): { type: string; parent: string; content: Record<string, unknown> } {
  const at = frames.findIndex((frame) => frame.toString() === delimiter);
  const [signature, ...parts] = frames.slice(at + 1);
  if (sign(parts.slice(0, 4), key) !== signature.toString())
    throw new Error('a message with a wrong signature');
  const [header, parent, , content] = parts.map((part) => JSON.parse(part.toString()));
  return { type: header.msg_type, parent: parent.msg_id, content };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
