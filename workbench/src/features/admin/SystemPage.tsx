import { useQuery } from '@tanstack/react-query';
import { systemQuery } from '@/lib/api/system';
import { Code } from '@/ui/CopyAs';
import { Facts, PageHeader } from '@/ui/PageHeader';
import { Answered } from '@/ui/states';

/** The server itself: its version, and whether it takes requests. */
export function SystemPage() {
  const query = useQuery(systemQuery);
  return (
    <div className="arm-page">
      <PageHeader title="System" />
      <Answered query={query} what="the server">
        {(system) => (
          <>
            <Facts
              facts={[
                ['Version', system.version],
                ['Health', system.health],
                ['Takes requests', system.ready ? 'yes' : 'no: it starts or stops'],
                ['Address', <code key="address">{window.location.origin}</code>],
              ]}
            />
            <section className="arm-panel arm-reading" aria-label="Look further">
              <h2>Look further</h2>
              <p>
                Figures for Prometheus are at <code>/metrics</code>, with a token that may read
                them. On the machine of the server, this checks rows, stored bytes, signatures and
                audit chains:
              </p>
              <Code text="armillaryd check --data ./data" what="the command" />
            </section>
          </>
        )}
      </Answered>
    </div>
  );
}
