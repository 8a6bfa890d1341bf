"""Two geocoders as one: the gazetteer answers, and an outside service is asked where the gazetteer cannot say closely."""

from collections.abc import Callable, Sequence

from flock.errors import GeocoderUnavailable
from flock.geocoding.answers import Answer, Geocoder, Query, Refusal

COARSE_M = 2_000.0


class Combined:
    """Asks the outside service only about what the gazetteer refuses or knows to no better than two kilometres."""

    def __init__(self, gazetteer: Geocoder, outside: Geocoder) -> None:
        self._gazetteer = gazetteer
        self._outside = outside
        self.attribution = f"{gazetteer.attribution} {outside.attribution}"

    def geocode(self, query: Query) -> Answer | Refusal:
        """Answer one query.

        Raises:
            GeocoderUnavailable: the gazetteer refused and the outside service did not answer.
        """
        near = self._gazetteer.geocode(query)
        if not _is_coarse(near):
            return near
        try:
            return _closer(near, self._outside.geocode(query))
        except GeocoderUnavailable:
            if isinstance(near, Answer):
                return near
            raise

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        """Answer many, in the order asked. Once the outside service fails, the rest goes without it, and refusals say so."""
        answers = self._gazetteer.geocode_many(queries)
        coarse = [at for at, answer in enumerate(answers) if _is_coarse(answer)]
        failure = ""
        for done, at in enumerate(coarse, len(answers) - len(coarse)):
            progress(done)
            if not failure:
                try:
                    answers[at] = _closer(answers[at], self._outside.geocode(queries[at]))
                except GeocoderUnavailable as error:
                    failure = str(error)
            answer = answers[at]
            if failure and isinstance(answer, Refusal):
                answers[at] = Refusal(f"{answer.reason} {failure}")
        progress(len(answers))
        return answers


def _is_coarse(answer: Answer | Refusal) -> bool:
    return isinstance(answer, Refusal) or answer.precision_m > COARSE_M


def _closer(near: Answer | Refusal, far: Answer | Refusal) -> Answer | Refusal:
    if isinstance(near, Refusal):
        return far if isinstance(far, Answer) else near
    return far if isinstance(far, Answer) and far.precision_m < near.precision_m else near
