import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../../src/common/workspace';
import { projectOptions } from '../../src/setup/kernel/compiler';

/** What of TypeScript's interface is used here; the package's own types stand for another version. */
interface KernelTypeScript {
  version: string;
  ModuleKind: { ESNext: number };
  ModuleResolutionKind: { Bundler: number };
  ScriptTarget: { ES2022: number };
  createProgram(files: string[], options: object): object;
  getPreEmitDiagnostics(program: object): {
    file?: { fileName: string; getLineAndCharacterOfPosition(at: number): { line: number } };
    start?: number;
    messageText: unknown;
  }[];
  flattenDiagnosticMessageText(text: unknown, newLine: string): string;
}

it('every module of src compiles with the kernel’s own TypeScript', () => {
  const fromTslab = createRequire(join(repository, 'node_modules', 'tslab', 'package.json'));
  const typescript = fromTslab('@tslab/typescript-for-tslab') as KernelTypeScript;
  const sources = readdirSync(join(repository, 'src'), { recursive: true })
    .map((name) => join(repository, 'src', String(name)))
    .filter((name) => name.endsWith('.ts'));
  const program = typescript.createProgram(sources, {
    module: typescript.ModuleKind.ESNext,
    target: typescript.ScriptTarget.ES2022,
    esModuleInterop: true,
    resolveJsonModule: true,
    allowJs: true,
    checkJs: true,
    declaration: true,
    noEmit: true,
    typeRoots: [join(repository, 'node_modules', '@types')],
    ...projectOptions(typescript),
  });
  const faults = typescript.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
    return `${file?.fileName.slice(repository.length + 1)}:${line} ${typescript.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(typescript.version).toBe('5.0.4');
  expect(faults).toEqual([]);
  expect(sources.length).toBeGreaterThan(20);
}, 60_000);
