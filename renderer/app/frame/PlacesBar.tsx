import { useStation } from '../station-api.ts';
import { Tip } from '../../components/index.ts';
import type { Place } from '../places.ts';
import { Link } from 'react-aria-components';
import { useStore } from '../store.ts';
import { useFrameText, type FrameKey } from './texts.ts';

export function PlacesBar({ places, current }: { readonly places: readonly Place[]; readonly current: string | undefined }) {
  const t = useFrameText();
  const narrow = useStore((state) => state.preferences.narrowPlaces);
  const { data: health } = useStation('health.read', {});
  return (
    <nav className={`places${narrow ? ' narrow' : ''}`} aria-label={t('places')}>
      {places.map((place, at) => {
        const title = t(`place.${place.id}` as FrameKey);
        const count = health === undefined ? 0 : (place.count?.(health) ?? 0);
        const link = (
          <Link key={place.id} href={`#/${place.id}`} className={`place${place.id === current ? ' current' : ''}`} {...(place.id === current ? { 'aria-current': 'page' } : {})}>
            <place.icon size={16} aria-hidden />
            <span className="cut place-title">{title}</span>
            {count > 0 ? <span className="place-count" title={t('place.waiting', { count })}>{count}</span> : null}
          </Link>
        );
        return narrow ? (
          <Tip key={place.id} text={title} keys={`Alt ${at + 1}`}>
            {link}
          </Tip>
        ) : (
          link
        );
      })}
    </nav>
  );
}
