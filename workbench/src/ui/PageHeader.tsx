import { Breadcrumb, BreadcrumbItem, Title } from '@patternfly/react-core';
import { type ReactNode, useEffect, useRef } from 'react';
import { isElsewhere } from './attention';

export interface PageHeaderProps {
  title: string;
  /** Links to the pages above, outermost first. */
  above?: ReactNode[];
  status?: ReactNode;
  /** The id of the thing, with its copy button. */
  id?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** Breadcrumb, then name, status, id, actions on the right. The focus moves to the heading, unless
 * somebody has gone elsewhere. */
export function PageHeader({ title, above = [], status, id, actions, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} \u00b7 Armillary`;
    if (isElsewhere()) return;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <header className="arm-page-header">
      {above.length > 0 && (
        <Breadcrumb>
          {above.map((link, place) => (
            <BreadcrumbItem key={place}>{link}</BreadcrumbItem>
          ))}
          <BreadcrumbItem isActive>{title}</BreadcrumbItem>
        </Breadcrumb>
      )}
      <div className="arm-title-row">
        <Title headingLevel="h1" size="xl" ref={heading} tabIndex={-1} className="arm-title">
          <bdi>{title}</bdi>
        </Title>
        {status}
        {id}
        {actions !== undefined && <div className="arm-actions">{actions}</div>}
      </div>
      {children}
    </header>
  );
}

export type Fact = readonly [name: string, value: ReactNode];

/** At most six facts in one strip. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="arm-facts">
      {facts.slice(0, 6).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
