"""Redis, for the shared cache and for calling workers: how long anybody waits for it."""

from typing import Any

from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

from work.parts import Part

SECONDS = 1.0
"""That Redis gets to be reached, and to answer."""
PATIENCE: dict[str, Any] = {
    "socket_connect_timeout": SECONDS,
    "socket_timeout": SECONDS,
    # A connection that ended because Redis was started anew is replaced; a wait is not repeated.
    "retry": Retry(NoBackoff(), 1, (RedisConnectionError,)),
}
REDIS = Part("cache and queue in Redis")
