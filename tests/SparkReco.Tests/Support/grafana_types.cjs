// Checks dashboards against the types of Grafana's own package. Arguments: files of dashboards. Prints what the compiler says; nothing is right.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');

const modules = process.env.NODE_PATH;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grafana-types-'));
fs.symlinkSync(modules, path.join(folder, 'node_modules'));

// In JSON, values of enumerations are words.
fs.writeFileSync(
  path.join(folder, 'plain.ts'),
  'export type Plain<T> = T extends string ? `${T}` : T extends number ? number : T extends unknown[] ? Plain<T[number]>[]' +
    ' : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;\n'
);
const packageOf = { table: 'TablePanelCfg', timeseries: 'TimeSeriesPanelCfg', barchart: 'BarChartPanelCfg', stat: 'StatPanelCfg' };
const files = process.argv.slice(2).map(file => {
  const dashboard = JSON.parse(fs.readFileSync(file, 'utf8'));
  const lines = ["import type { Dashboard } from '@grafana/schema';", "import type { Plain } from './plain';"];
  for (const [type, name] of Object.entries(packageOf))
    lines.push(`import type * as ${type} from '@grafana/schema/dist/esm/raw/composable/${type}/panelcfg/x/${name}_types.gen';`);
  lines.push(`export const dashboard: Plain<Dashboard> = ${JSON.stringify(dashboard, null, 1)};`);
  dashboard.panels.forEach((panel, index) => {
    lines.push(`export const options${index}: Plain<${panel.type}.Options> = ${JSON.stringify(panel.options)};`);
    if (panel.fieldConfig.defaults.custom)
      lines.push(`export const custom${index}: Plain<${panel.type}.FieldConfig> = ${JSON.stringify(panel.fieldConfig.defaults.custom)};`);
  });
  const name = path.basename(file, '.json') + '.ts';
  fs.writeFileSync(path.join(folder, name), lines.join('\n'));
  return name;
});
const options = '--noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler --target es2022'.split(' ');
const result = spawnSync(process.execPath, [path.join(modules, 'typescript', 'bin', 'tsc'), ...options, '--types', '', ...files], {
  cwd: folder,
  encoding: 'utf8',
});
fs.rmSync(folder, { recursive: true });
process.stdout.write(result.stdout + result.stderr + (result.status === null ? String(result.error) : ''));
