"""Cluster: replications carried by machines that dask keeps together; see `cluster.Cluster`."""

from journeysim.experiment.cluster.cluster import Cluster

__all__ = ["Cluster"]
