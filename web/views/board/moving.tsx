// The board's body: it lets goroutines be seen moving from one picture to the next, and moves the
// focus among what can be selected.
import { Component, type ComponentChildren, createRef } from 'preact';
import type { Picture } from '../../engine/picture';
import { Flights, movesIn, Pace, type Seat, type Seats, Thieves } from './flights';
import { Roving } from './roving';

export interface MovingProps {
  readonly picture: Picture;
  readonly on: boolean;
  readonly children: ComponentChildren;
}

/** Moving wraps everything on the board that has a place. */
export class Moving extends Component<MovingProps> {
  private readonly body = createRef<HTMLDivElement>();
  private readonly layer = createRef<HTMLDivElement>();
  private flights: Flights | null = null;
  private readonly pace = new Pace();
  private readonly thieves = new Thieves();
  private roving: Roving | null = null;

  override componentDidMount(): void {
    const [body, layer] = [this.body.current, this.layer.current];
    if (!body || !layer) return;
    this.flights = new Flights(body, layer);
    this.roving = new Roving(body);
    this.roving.refresh();
    this.thieves.look(this.props.picture);
  }

  override componentWillUnmount(): void {
    this.roving?.dispose();
  }

  override getSnapshotBeforeUpdate(before: MovingProps): Seats | null {
    const { picture, on } = this.props;
    if (before.picture === picture || !this.flights) return null;
    const followed = this.pace.allows(movesIn(picture), performance.now());
    return followed && on ? this.flights.look() : null;
  }

  override componentDidUpdate(before: MovingProps, _: object, seats: Seats | null): void {
    this.roving?.refresh();
    const { picture } = this.props;
    if (before.picture === picture) return;
    this.thieves.look(picture);
    const isSteal = (from: Seat, to: Seat) => this.thieves.isSteal(from, to, picture);
    if (seats) this.flights?.move(seats, isSteal);
    else this.flights?.land();
  }

  render({ children }: MovingProps) {
    return (
      <div class="board-body" ref={this.body}>
        {children}
        <div class="flights" aria-hidden="true" ref={this.layer} />
      </div>
    );
  }
}
