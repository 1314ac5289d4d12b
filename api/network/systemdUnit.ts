/** The systemd unit of a node on a machine of its own: it starts with the machine, again when it ends, and may write its folder alone. */
import { posix } from 'node:path';

/** Where the unit expects the program, with `npm ci` and `npm run build` done, and the folders of nodes. */
const unitPlaces = { program: '/opt/meritlane', data: '/var/lib/meritlane' } as const;

interface UnitParts {
  readonly name: string;
  /** Of the API. */
  readonly port: number;
}

/** `meritlane-NAME.service`. */
export const unitNameOf = (name: string): string => `meritlane-${name}.service`;

/** The text of the unit; runs as the user `meritlane`. */
export const systemdUnit = ({ name, port }: UnitParts): string => {
  const { program } = unitPlaces;
  const data = posix.join(unitPlaces.data, name);
  return `# ${unitNameOf(name)}: the program is in ${program}, its folder is ${data}.
[Unit]
Description=Meritlane ${name}
Documentation=file://${program}/docs/operating.md
Wants=network-online.target
After=network-online.target
# A node that cannot start is left alone after five tries in five minutes.
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
User=meritlane
WorkingDirectory=${program}
Environment=DATA=${data} PORT=${port} COMETBFT=/usr/local/bin/cometbft
ExecStart=${program}/node_modules/.bin/node api/start.mjs
Restart=on-failure
RestartSec=2
# Blocks under way are stored before it ends.
TimeoutStopSec=30
LimitNOFILE=65536
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ReadWritePaths=${data}

[Install]
WantedBy=multi-user.target
`;
};
