import { CheckIcon } from '@patternfly/react-icons';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { type Cell, matrix, type RoleName, roles } from '@/lib/contract/roles';
import { PageHeader } from '@/ui/PageHeader';

const NAMES = Object.keys(roles) as RoleName[];

const WORDS: Record<Cell, string> = {
  allow: 'yes',
  own: 'own',
  named: 'named',
  deny: 'no',
};

function CellOf({ cell }: { cell: Cell }) {
  if (cell === 'deny')
    return (
      <span className="arm-muted">
        {'\u2013'}
        <span className="pf-v6-screen-reader">no</span>
      </span>
    );
  return (
    <span className="arm-status arm-tone-ok">
      <span aria-hidden="true" className="arm-status-icon">
        <CheckIcon />
      </span>
      {WORDS[cell]}
    </span>
  );
}

/** Which role may do what: contract/authz.yaml as a table, as the server is tested against it. */
export function RolesPage() {
  return (
    <div className="arm-page">
      <PageHeader title="Roles">
        <p className="arm-muted">
          <strong>own</strong>: for what belongs to oneself. <strong>named</strong>: for the models
          that the token names. The table is made from the same file that the server is tested
          against.
        </p>
      </PageHeader>
      <div className="arm-scroll arm-matrix" tabIndex={0} role="region" aria-label="Roles, scrolls">
        <Table
          role="table"
          aria-label="Roles and permissions"
          variant="compact"
          isStickyHeader
          gridBreakPoint=""
        >
          <Thead>
            <Tr>
              <Th modifier="nowrap">Permission</Th>
              <Th modifier="nowrap">Is about</Th>
              {NAMES.map((name) => (
                <Th key={name} modifier="nowrap">
                  {name.replace('_', ' ')}
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {Object.entries(matrix).map(([permission, { scope, cells }]) => (
              <Tr key={permission} className="arm-row">
                <Th scope="row">
                  <code>{permission}</code>
                </Th>
                <Td>{scope}</Td>
                {NAMES.map((name) => (
                  <Td key={name}>
                    <CellOf cell={cells[name]} />
                  </Td>
                ))}
              </Tr>
            ))}
          </Tbody>
        </Table>
      </div>
      <section className="arm-panel arm-reading" aria-label="What the roles are for">
        <h2>What the roles are for</h2>
        <dl className="arm-list">
          {NAMES.map((name) => (
            <div key={name}>
              <dt>{name.replace('_', ' ')}</dt>
              <dd>{roles[name]}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
