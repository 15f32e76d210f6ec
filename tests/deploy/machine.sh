#!/bin/sh
# Boot a machine to throw away: this one's files underneath, everything that is written in memory, and systemd as its
# first process. Started by machine.py as `unshare --mount --pid --fork … machine.sh enter FOLDER NAME REPOSITORY PYTHON`.
set -eu
step=$1 folder=$2 name=$3 repository=$4 python=$5

if [ "$step" = enter ]; then # into a control group of its own, which systemd then takes for the whole
    mount --make-rprivate /
    mount -t tmpfs machine "$folder"
    mkdir "$folder/groups" "$folder/changes" "$folder/work" "$folder/root"
    mount -t cgroup2 groups "$folder/groups"
    mkdir "$folder/groups/$name"
    echo $$ > "$folder/groups/$name/cgroup.procs"
    umount "$folder/groups"
    exec unshare --cgroup "$0" boot "$folder" "$name" "$repository" "$python"
fi

root=$folder/root
mount -t overlay -o "lowerdir=/,upperdir=$folder/changes,workdir=$folder/work" root "$root"
mkdir -p "$root/opt/python" "$root/opt/packages" "$root/mnt/repository" "$root/mnt/old"
mount --bind "$repository" "$root/mnt/repository"
mount --bind "$repository/.venv/lib" "$root/opt/packages"
mount --bind "$python" "$root/opt/python"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount --rbind /dev "$root/dev"
mount -t cgroup2 groups "$root/sys/fs/cgroup"
for each in run tmp etc/systemd/system var/log; do mount -t tmpfs "$each" "$root/$each"; done
mkdir -p "$root/run/systemd/system/mushawara.service.d"
for each in sysinit basic network-online shutdown multi-user; do
    printf '[Unit]\nDefaultDependencies=no\n' > "$root/run/systemd/system/$each.target"
done
# no journal runs here
printf '[Service]\nStandardOutput=append:/var/log/mushawara\nStandardError=inherit\n' \
    > "$root/run/systemd/system/mushawara.service.d/log.conf"
echo /opt/python/lib > "$root/etc/ld.so.conf.d/python.conf"
cd "$root"
pivot_root . mnt/old
umount -l /mnt/old
ldconfig
exec env -i container=test SYSTEMD_UNIT_PATH=/run/systemd/system:/etc/systemd/system PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=basic.target --show-status=no </dev/null
